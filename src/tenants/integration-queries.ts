import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { IntegrationSettings, Tables } from '../store/tables.ts';

export type IntegrationRow = Selectable<Tables['integrations']>;

export async function insertIntegration(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['integrations']>, 'tenant_id'>,
): Promise<void> {
  await db
    .insertInto('integrations')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

export function findIntegration(
  db: Db,
  tenantId: string,
  integrationId: string,
): Promise<IntegrationRow | undefined> {
  return db
    .selectFrom('integrations')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .executeTakeFirst();
}

/** Locks the integration against other writers. */
export function lockIntegration(
  db: Db,
  tenantId: string,
  integrationId: string,
): Promise<IntegrationRow | undefined> {
  return db
    .selectFrom('integrations')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .forUpdate()
    .executeTakeFirst();
}

/** Oldest first; `after` is an integration id, exclusive. */
export function listIntegrationRows(db: Db, tenantId: string, after: string, limit: number) {
  return db
    .selectFrom('integrations')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '>', after)
    .orderBy('integration_id')
    .limit(limit)
    .execute();
}

/** Which of these owners have a secret that is active at `now`. */
export async function listOwnersWithSecret(
  db: Db,
  tenantId: string,
  ownerIds: readonly string[],
  now: Date,
): Promise<Set<string>> {
  if (ownerIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('secrets')
    .select('owner_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('owner_id', 'in', ownerIds)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .execute();
  return new Set(rows.map((row) => row.owner_id));
}

export async function saveIntegration(
  db: Db,
  tenantId: string,
  integrationId: string,
  values: { name: string; settings: IntegrationSettings; updated_at: Date },
): Promise<void> {
  await db
    .updateTable('integrations')
    .set({ ...values, settings: JSON.stringify(values.settings) })
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .execute();
}

export async function deleteIntegrationRow(db: Db, tenantId: string, integrationId: string) {
  await db
    .deleteFrom('integrations')
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .execute();
}
