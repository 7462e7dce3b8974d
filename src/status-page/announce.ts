import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { NoticeContent, StatusNoticeKind } from '../store/status-tables.ts';
import { insertNotices } from './notice-queries.ts';

/** Something that subscribers of hubs are to be told. */
export interface Announcement {
  /** Hubs that show it. */
  readonly hubIds: readonly string[];
  readonly kind: StatusNoticeKind;
  /** The report or maintenance. */
  readonly subjectId: string;
  /** The update of a report; of a maintenance what makes the step one, e.g. its start. */
  readonly updateId: string;
  readonly serviceIds: readonly string[];
  readonly content: NoticeContent;
  /** Told then, and not before: what people publish can be taken back for a moment. */
  readonly dueAt: Instant;
}

/**
 * Notes what is to be told, inside the transaction that makes it true. The same update or step is
 * told once for each hub, however often this is called (research/statuspage.md §1.4, "Trigger").
 */
export async function announce(
  tx: Db,
  tenantId: string,
  announcement: Announcement,
  now: Instant,
): Promise<void> {
  const { hubIds, kind, subjectId, updateId, serviceIds, content, dueAt } = announcement;
  await insertNotices(
    tx,
    tenantId,
    hubIds.map((hub_id) => ({
      hub_id,
      notice_id: newId('ntc'),
      kind,
      subject_id: subjectId,
      update_id: updateId,
      service_ids: [...serviceIds],
      content: JSON.stringify(content),
      due_at: new Date(dueAt),
      expanded_at: null,
      created_at: new Date(now),
    })),
  );
}
