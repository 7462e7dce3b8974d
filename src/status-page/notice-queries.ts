import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables } from '../store/status-tables.ts';
import { countRecipientsByChannel } from './message-queries.ts';

type NewNotice = Insertable<StatusTables['status_notices']>;
export type NoticeRow = Selectable<StatusTables['status_notices']>;

/** Inserts notices; those there are already stay as they are. */
export async function insertNotices(
  db: Db,
  tenantId: string,
  rows: readonly Omit<NewNotice, 'tenant_id'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('status_notices')
    .values(rows.map((row) => ({ tenant_id: tenantId, ...row })))
    .onConflict((on) =>
      on.columns(['tenant_id', 'hub_id', 'subject_id', 'update_id', 'kind']).doNothing(),
    )
    .execute();
}

/**
 * The notice whose recipients are written next, locked; other replicas pass it by. New ones come
 * first, so that a big list does not hold up everybody else's.
 */
export function lockDueNotice(tx: Db, now: Date): Promise<NoticeRow | undefined> {
  return tx
    .selectFrom('status_notices')
    .selectAll()
    .where('expanded_at', 'is', null)
    .where('due_at', '<=', now)
    .orderBy((eb) => eb('expanded_to', 'is not', null))
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Notes how far the recipients of a notice are written; `expanded_at` once all are. */
export async function saveExpansion(
  tx: Db,
  { tenant_id, hub_id, notice_id }: NoticeRow,
  values: { readonly expanded_to?: string; readonly expanded_at?: Date },
): Promise<void> {
  await tx
    .updateTable('status_notices')
    .set(values)
    .where('tenant_id', '=', tenant_id)
    .where('hub_id', '=', hub_id)
    .where('notice_id', '=', notice_id)
    .execute();
}

export function findNotice(
  db: Db,
  tenantId: string,
  hubId: string,
  noticeId: string,
): Promise<NoticeRow | undefined> {
  return db
    .selectFrom('status_notices')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .where('notice_id', '=', noticeId)
    .executeTakeFirst();
}

/** Newest first; `before` is an id, exclusive. */
export function listNoticeRows(
  db: Db,
  tenantId: string,
  hubId: string,
  filter: { readonly subjectId: string | null; readonly before: string | null },
  limit: number,
): Promise<NoticeRow[]> {
  const { subjectId, before } = filter;
  return db
    .selectFrom('status_notices')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('hub_id', '=', hubId)
    .$if(subjectId !== null, (q) => q.where('subject_id', '=', subjectId ?? ''))
    .$if(before !== null, (q) => q.where('notice_id', '<', before ?? ''))
    .orderBy('notice_id', 'desc')
    .limit(limit)
    .execute();
}

/** How many subscribers of a hub would be told of something about these services. */
export async function countRecipients(
  db: Db,
  tenantId: string,
  hubId: string,
  serviceIds: readonly string[],
): Promise<number> {
  const counts = await countRecipientsByChannel(db, tenantId, hubId, serviceIds);
  return counts.reduce((sum, { count }) => sum + count, 0);
}
