import { incidentIdOf } from '../incidents/incidents-context.ts';
import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listNotificationRows } from './notification-queries.ts';
import type { NotificationsQuery, NotificationView } from './notification-schemas.ts';
import { showNotification } from './notification-view.ts';
import type { NotifyContext } from './notify-context.ts';

/** What was told to whom in the last 30 days, and what came of it; newest first. For admins. */
export async function listNotifications(
  context: NotifyContext,
  input: NotificationsQuery,
): Promise<Page<NotificationView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const limit = input.limit ?? PAGE_SIZE;
  const [before] = input.cursor ? decodeCursor(input.cursor, 1) : [null];
  const filter = {
    status: input.status ?? null,
    incidentId: input.incident_id === undefined ? null : incidentIdOf(input.incident_id),
    recipientId: input.recipient_id ?? null,
  };
  const from = before === null || before === undefined ? null : String(before);
  const rows = await readVerb(context, (db) =>
    listNotificationRows(db, tenantId, filter, from, limit + 1),
  );
  return pageOf(rows.map(showNotification), limit, ({ id }) => [id]);
}
