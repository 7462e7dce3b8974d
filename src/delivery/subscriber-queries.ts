import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import { deleteSecrets } from '../tenants/queries.ts';
import { DELIVERY_PRESET } from './subscriber-settings.ts';
import { deleteWebhookRows, lockWebhook } from './webhook-queries.ts';

// Destinations of status pages' subscribers: webhooks of a kind that the API does not show.

/** Whether a subscriber's endpoint may be sent to. */
export interface EndpointState {
  readonly enabled: boolean;
  readonly reason: string | null;
}

/** The endpoint, made or enabled again. Returns whether it is new. */
export async function saveEndpoint(
  tx: Db,
  tenantId: string,
  row: { readonly id: string; readonly name: string; readonly url: string; readonly at: Date },
): Promise<boolean> {
  const { id, name, url, at } = row;
  const saved = await tx
    .insertInto('webhooks')
    .values({
      tenant_id: tenantId,
      webhook_id: id,
      kind: 'subscriber',
      name,
      url,
      headers: null,
      ca: null,
      event_types: [],
      service_ids: null,
      template: null,
      ...DELIVERY_PRESET,
      disabled_reason: null,
      disabled_at: null,
      created_at: at,
      updated_at: at,
    })
    .onConflict((on) =>
      on.columns(['tenant_id', 'webhook_id']).doUpdateSet({
        name,
        url,
        enabled: true,
        disabled_reason: null,
        disabled_at: null,
        updated_at: at,
      }),
    )
    .returning(sql<boolean>`xmax = 0`.as('isNew'))
    .executeTakeFirstOrThrow();
  return saved.isNew;
}

/** Ends the endpoints of these subscribers, their secrets and what waits for them. */
export async function deleteEndpoints(
  tx: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of [...ids].sort()) {
    // Waits for who is adding deliveries.
    await lockWebhook(tx, tenantId, { kind: 'subscriber', id });
    await deleteSecrets(tx, tenantId, id);
    await deleteWebhookRows(tx, tenantId, id);
  }
}

/** Ends the endpoints, and forgets what was sent to them. */
export async function eraseEndpoints(
  tx: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    await sql`
      delete from payloads where tenant_id = ${tenantId} and variant = ${id} and event_id in (
        select event_id from delivery_attempts
          where tenant_id = ${tenantId} and destination_id = ${id}
        union select event_id from deliveries
          where tenant_id = ${tenantId} and destination_id = ${id})`.execute(tx);
    await tx
      .deleteFrom('delivery_attempts')
      .where('tenant_id', '=', tenantId)
      .where('destination_id', '=', id)
      .execute();
  }
  await deleteEndpoints(tx, tenantId, ids);
}

/** Drops what waits for an endpoint, and what is known of its health. */
export async function dropWaiting(tx: Db, tenantId: string, id: string): Promise<void> {
  for (const table of ['lanes', 'deliveries', 'destination_health'] as const) {
    await tx
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('destination_id', '=', id)
      .execute();
  }
}

/** Endpoints by subscriber, kept from being deleted while deliveries to them are added. */
export async function holdEndpoints(
  tx: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, EndpointState>> {
  const rows = await tx
    .selectFrom('webhooks')
    .select(['webhook_id', 'enabled', 'disabled_reason'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'subscriber')
    .where('webhook_id', 'in', [...ids])
    .orderBy('webhook_id')
    .forKeyShare()
    .execute();
  return new Map(
    rows.map((row) => [row.webhook_id, { enabled: row.enabled, reason: row.disabled_reason }]),
  );
}

/** What is known of a delivery to a subscriber. */
export interface DeliveryState {
  readonly deliveryId: string;
  readonly outcome: 'delivered' | 'retrying' | 'dead' | 'superseded' | null;
  readonly detail: string | null;
  readonly attempts: number | null;
  readonly at: Date | null;
  readonly waits: boolean;
  /** False: disabled; null: the endpoint is gone. */
  readonly enabled: boolean | null;
  readonly disabledReason: string | null;
}

/** Looked up one by one: statistics of these tables are never good. */
export async function listDeliveryStates(
  db: Db,
  tenantId: string,
  keys: readonly { readonly subscriberId: string; readonly deliveryId: string }[],
): Promise<DeliveryState[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<DeliveryState>`
    select k.delivery_id as "deliveryId", a.outcome, a.detail, a.attempt as attempts,
      a.attempted_at as at, d.found is not null as waits, w.enabled,
      w.disabled_reason as "disabledReason"
    from unnest(
      ${keys.map(({ subscriberId }) => subscriberId)}::text[],
      ${keys.map(({ deliveryId }) => deliveryId)}::text[]
    ) as k(destination_id, delivery_id)
    left join webhooks w on w.tenant_id = ${tenantId} and w.webhook_id = k.destination_id
    left join lateral (
      select outcome, detail, attempt, attempted_at from delivery_attempts
      where tenant_id = ${tenantId} and delivery_id = k.delivery_id
      order by attempt desc, attempted_at desc limit 1) a on true
    left join lateral (
      select true as found from deliveries where tenant_id = ${tenantId}
        and destination_id = k.destination_id and delivery_id = k.delivery_id limit 1) d on true
  `.execute(db);
  return rows;
}
