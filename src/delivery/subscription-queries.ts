import { sql } from 'kysely';
import type { Json } from '../kernel/json.ts';
import type { Db } from '../store/connection.ts';

/** What the listener needs to know of a webhook. */
export interface Subscription {
  readonly tenantId: string;
  readonly webhookId: string;
  /** `*` among them stands for all. */
  readonly eventTypes: readonly string[];
  /** Null: of every service and of none. */
  readonly serviceIds: readonly string[] | null;
  readonly template: Json | null;
  readonly ordering: 'strict' | 'latest' | 'none';
}

/** The tenants that have an enabled webhook. */
export async function listSubscribedTenants(
  db: Db,
  tenantIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from unnest(${tenantIds}::text[]) as t(id)
    where exists (select from webhooks w
      where w.tenant_id = t.id and w.kind = 'webhook' and w.enabled)`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * The enabled webhooks of the tenants, kept from being deleted until the transaction ends: no
 * delivery is left behind without its webhook.
 */
export async function listSubscriptions(
  db: Db,
  tenantIds: readonly string[],
): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('webhooks')
    .select([
      'tenant_id as tenantId',
      'webhook_id as webhookId',
      'event_types as eventTypes',
      'service_ids as serviceIds',
      'template',
      'ordering',
    ])
    .where('tenant_id', 'in', tenantIds)
    .where('kind', '=', 'webhook')
    .where('enabled', '=', true)
    .orderBy('webhook_id')
    .forKeyShare()
    .execute();
  return rows.map((row) => ({ ...row, template: (row.template ?? null) as Json | null }));
}
