import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { MadeAlertEvent } from './alert-events.ts';

/**
 * Stores events about locked alerts: rows to push, and on each alert the number and time of its
 * last one. Of an alert with several events the last must come last.
 */
export async function saveAlertEvents(
  tx: Db,
  tenantId: string,
  events: readonly MadeAlertEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ row }) => row);
  await sql`
    insert into alert_outbox
      (tenant_id, alert_id, seq, event_id, event_type, event_at, actor, snapshot, created_at)
    select ${tenantId}, e.alert_id, e.seq, e.event_id, e.event_type, e.event_at, e.actor,
      e.snapshot, e.created_at
    from unnest(
      ${rows.map((row) => row.alertId)}::text[],
      ${rows.map((row) => row.seq)}::int4[],
      ${rows.map((row) => row.eventId)}::text[],
      ${rows.map((row) => row.eventType)}::text[],
      ${rows.map((row) => new Date(row.eventAt))}::timestamptz[],
      ${rows.map((row) => JSON.stringify(row.actor))}::jsonb[],
      ${rows.map((row) => row.snapshot)}::json[],
      ${rows.map((row) => new Date(row.createdAt))}::timestamptz[]
    ) as e(alert_id, seq, event_id, event_type, event_at, actor, snapshot, created_at)
  `.execute(tx);
  const last = [...new Map(events.map(({ state }) => [state.alertId, state])).values()];
  await sql`
    update alerts a set seq = e.seq, pushed_at = e.pushed_at
    from unnest(
      ${last.map((state) => state.alertId)}::text[],
      ${last.map((state) => state.seq)}::int4[],
      ${last.map((state) => (state.pushedAt === null ? null : new Date(state.pushedAt)))}::timestamptz[]
    ) as e(alert_id, seq, pushed_at)
    where a.tenant_id = ${tenantId} and a.alert_id = e.alert_id
  `.execute(tx);
}
