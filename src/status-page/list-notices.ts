import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { notFound } from '../kernel/errors.ts';
import { formatInstant, formatOptional } from '../kernel/time.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { requireHub } from './list-subscribers.ts';
import { countMessages, listMessageRows } from './message-queries.ts';
import { findNotice, listNoticeRows, type NoticeRow } from './notice-queries.ts';
import type { MessagesQuery, MessageView, NoticesQuery, NoticeView } from './notice-schemas.ts';
import { outcomesOf } from './settle-deliveries.ts';
import { showOutcome } from './subscriber-view.ts';
import type { SubscribersContext } from './subscribers-context.ts';

const NONE = { pending: 0, sent: 0, failed: 0, skipped: 0 };

/** What the subscribers of a hub are and were told, newest first. */
export function listNotices(
  context: Pick<SubscribersContext, 'store' | 'clock' | 'caller'>,
  input: NoticesQuery & { readonly id: string },
): Promise<Page<NoticeView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const { id: hubId, limit = PAGE_SIZE, cursor, subject } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, 1)[0]);
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, hubId);
    const filter = { subjectId: subject ?? null, before };
    const rows = await listNoticeRows(db, tenantId, hubId, filter, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.notice_id]);
    const ids = page.data.map((row) => row.notice_id);
    const counts = await countMessages(db, tenantId, hubId, ids);
    return { ...page, data: page.data.map((row) => show(row, counts.get(row.notice_id) ?? NONE)) };
  });
}

function show(row: NoticeRow, messages: NoticeView['messages']): NoticeView {
  return {
    id: row.notice_id,
    kind: row.kind,
    subject_id: row.subject_id,
    update_id: row.update_id,
    title: row.content.title,
    services: row.service_ids,
    due_at: formatInstant(row.due_at.getTime()),
    expanded_at: formatOptional(row.expanded_at?.getTime() ?? null),
    created_at: formatInstant(row.created_at.getTime()),
    messages,
  };
}

/** Who is told of a notice, and how that goes. For admins: addresses are personal data. */
export function listMessages(
  context: SubscribersContext,
  input: MessagesQuery & { readonly id: string; readonly notice: string },
): Promise<Page<MessageView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id: hubId, notice: noticeId, limit = PAGE_SIZE, cursor, status } = input;
  const after = cursor === undefined ? '' : String(decodeCursor(cursor, 1)[0]);
  return readVerb(context, async (db) => {
    const notice = await findNotice(db, tenantId, hubId, noticeId);
    if (!notice) throw notFound('The notice');
    const filter = { status: status ?? null, after };
    const rows = await listMessageRows(db, notice, filter, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.subscriber_id]);
    const underWay = page.data.filter((row) => row.status === 'pending');
    const outcomes = await outcomesOf(db, context, tenantId, underWay);
    const data = page.data.map((row) => ({
      subscriber_id: row.subscriber_id,
      channel: row.channel,
      label: row.label,
      ...showOutcome(row, outcomes.get(row.delivery_id ?? '')),
    }));
    return { ...page, data };
  });
}
