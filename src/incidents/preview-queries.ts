import type { Db } from '../store/connection.ts';
import type { IntegrationSettings } from '../store/tables.ts';

/** What rules can know of an integration. */
export interface IntegrationTerms {
  readonly name: string;
  readonly format: string;
  readonly settings: IntegrationSettings;
}

/** Those of the integrations that exist, by id. */
export async function listIntegrationTerms(
  db: Db,
  tenantId: string,
  integrationIds: readonly string[],
): Promise<ReadonlyMap<string, IntegrationTerms>> {
  if (integrationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('integrations')
    .select(['integration_id', 'name', 'format', 'settings'])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', 'in', integrationIds)
    .execute();
  return new Map(rows.map(({ integration_id, ...terms }) => [integration_id, terms]));
}
