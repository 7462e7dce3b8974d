import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

// Settings of destinations: outbound webhooks, custom actions, and the endpoints of subscribers of
// status pages (their id is the subscriber's).

export type WebhookRow = Selectable<Tables['webhooks']>;
export type WebhookKind = WebhookRow['kind'];
export type HealthRow = Selectable<Tables['destination_health']>;

/** Which destination is meant; an id of the other kind is not found. */
export interface WebhookKey {
  readonly kind: WebhookKind;
  readonly id: string;
}

function webhooks(db: Db, tenantId: string, kind: WebhookKind) {
  return db
    .selectFrom('webhooks')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind);
}

export async function insertWebhook(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['webhooks']>, 'tenant_id'>,
): Promise<WebhookRow> {
  return db
    .insertInto('webhooks')
    .values({ ...row, tenant_id: tenantId })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function findWebhook(
  db: Db,
  tenantId: string,
  { kind, id }: WebhookKey,
): Promise<WebhookRow | undefined> {
  return webhooks(db, tenantId, kind).where('webhook_id', '=', id).executeTakeFirst();
}

/** Locks the destination against other writers. */
export function lockWebhook(
  tx: Db,
  tenantId: string,
  { kind, id }: WebhookKey,
): Promise<WebhookRow | undefined> {
  return webhooks(tx, tenantId, kind).where('webhook_id', '=', id).forUpdate().executeTakeFirst();
}

/** Keeps the destination from being deleted while deliveries to it are added. */
export function holdWebhook(
  tx: Db,
  tenantId: string,
  { kind, id }: WebhookKey,
): Promise<WebhookRow | undefined> {
  return webhooks(tx, tenantId, kind).where('webhook_id', '=', id).forKeyShare().executeTakeFirst();
}

/** Oldest first; `after` is an id, exclusive. */
export function listWebhookRows(
  db: Db,
  tenantId: string,
  kind: WebhookKind,
  after: string,
  limit: number,
): Promise<WebhookRow[]> {
  return webhooks(db, tenantId, kind)
    .where('webhook_id', '>', after)
    .orderBy('webhook_id')
    .limit(limit)
    .execute();
}

export async function countWebhooks(db: Db, tenantId: string, kind: WebhookKind): Promise<number> {
  const row = await db
    .selectFrom('webhooks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The custom actions of a service (null: those of no service in particular), oldest first. */
export function listActionRows(
  db: Db,
  tenantId: string,
  serviceId: string | null,
): Promise<WebhookRow[]> {
  const query = webhooks(db, tenantId, 'action').orderBy('webhook_id');
  if (serviceId === null) return query.where('service_ids', 'is', null).execute();
  return query.where(sql<boolean>`${serviceId} = any(service_ids)`).execute();
}

/** The destination as it is then. */
export function saveWebhook(
  tx: Db,
  tenantId: string,
  webhookId: string,
  values: Updateable<Tables['webhooks']>,
): Promise<WebhookRow> {
  return tx
    .updateTable('webhooks')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('webhook_id', '=', webhookId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Deletes the settings, and what waits to be sent with them; the history of attempts stays. */
export async function deleteWebhookRows(
  tx: Db,
  tenantId: string,
  webhookId: string,
): Promise<void> {
  // Lanes first: whoever holds one locks it before its deliveries.
  for (const table of ['lanes', 'deliveries', 'destination_health'] as const) {
    await tx
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('destination_id', '=', webhookId)
      .execute();
  }
  await tx
    .deleteFrom('webhooks')
    .where('tenant_id', '=', tenantId)
    .where('webhook_id', '=', webhookId)
    .execute();
}

/** The names of destinations that still exist, by id. */
export async function readWebhookNames(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('webhooks')
    .select(['webhook_id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('webhook_id', 'in', [...new Set(ids)])
    .where('kind', '<>', 'subscriber')
    .execute();
  return new Map(rows.map((row) => [row.webhook_id, row.name]));
}
