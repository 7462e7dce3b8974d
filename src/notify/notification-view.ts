import { formatInstant, formatOptional } from '../kernel/time.ts';
import type { NotificationRow } from './notification-queries.ts';
import type { NotificationView } from './notification-schemas.ts';
import { mailText } from './rules/mail-text.ts';
import { type Telling, wordingOf } from './rules/telling.ts';

/** A notification as the history shows it. */
export function showNotification(row: NotificationRow): NotificationView {
  const { subject } = mailText(wordingOf(row.content as Telling), '');
  return {
    id: row.notification_id,
    kind: row.kind as NotificationView['kind'],
    subject,
    incident_id: row.incident_id,
    recipient: {
      type: row.recipient_id.startsWith('chn_') ? 'chat_channel' : 'member',
      id: row.recipient_id,
      name: row.recipient_name,
    },
    means: row.means,
    status: row.status,
    reason: row.reason,
    attempts: row.attempts,
    created_at: formatInstant(row.created_at.getTime()),
    next_attempt_at: formatOptional(row.next_attempt_at?.getTime() ?? null),
    finished_at: formatOptional(row.finished_at?.getTime() ?? null),
  };
}
