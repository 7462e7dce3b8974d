import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import type { Means } from './rules/audience.ts';
import type { Telling } from './rules/telling.ts';

export type NotificationRow = Selectable<Tables['notifications']>;
export type NotificationStatus = NotificationRow['status'];

/** A notification to be sent. */
export interface NewNotification {
  readonly tenantId: string;
  readonly notificationId: string;
  /** What it tells of; with recipient and means it names one notification for ever. */
  readonly eventId: string;
  readonly incidentId: string | null;
  readonly recipientId: string;
  readonly recipientName: string;
  readonly means: Means;
  readonly telling: Telling;
}

/** Adds them, due at once; one that exists already stays as it is. */
export async function insertNotifications(tx: Db, rows: readonly NewNotification[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into notifications (tenant_id, notification_id, event_id, kind, incident_id,
      recipient_id, recipient_name, means, content)
    select * from unnest(
      ${rows.map(({ tenantId }) => tenantId)}::text[],
      ${rows.map(({ notificationId }) => notificationId)}::text[],
      ${rows.map(({ eventId }) => eventId)}::text[],
      ${rows.map(({ telling }) => telling.kind)}::text[],
      ${rows.map(({ incidentId }) => incidentId)}::text[],
      ${rows.map(({ recipientId }) => recipientId)}::text[],
      ${rows.map(({ recipientName }) => recipientName)}::text[],
      ${rows.map(({ means }) => means)}::text[],
      ${rows.map(({ telling }) => JSON.stringify(telling))}::jsonb[])
    on conflict (tenant_id, event_id, recipient_id, means) do nothing`.execute(tx);
}

/** Which part of the history a list shows; null: any. */
export interface HistoryFilter {
  readonly status: NotificationStatus | null;
  readonly incidentId: string | null;
  readonly recipientId: string | null;
}

/** Newest first; `before` is an id, exclusive; null: from the newest. */
export function listNotificationRows(
  db: Db,
  tenantId: string,
  filter: HistoryFilter,
  before: string | null,
  limit: number,
): Promise<NotificationRow[]> {
  const { status, incidentId, recipientId } = filter;
  return db
    .selectFrom('notifications')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .$if(status !== null, (query) => query.where('status', '=', status ?? 'sent'))
    .$if(incidentId !== null, (query) => query.where('incident_id', '=', incidentId ?? ''))
    .$if(recipientId !== null, (query) => query.where('recipient_id', '=', recipientId ?? ''))
    .$if(before !== null, (query) => query.where('notification_id', '<', before ?? ''))
    .orderBy('notification_id', 'desc')
    .limit(limit)
    .execute();
}

export function findNotification(
  db: Db,
  tenantId: string,
  notificationId: string,
): Promise<NotificationRow | undefined> {
  return db
    .selectFrom('notifications')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('notification_id', '=', notificationId)
    .executeTakeFirst();
}

/** Deletes the history of all tenants before `until`. */
export async function deleteNotificationsBefore(db: Db, until: Date): Promise<void> {
  await db.deleteFrom('notifications').where('created_at', '<', until).execute();
}
