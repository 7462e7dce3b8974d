import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { NoticeContent, StatusNoticeKind } from '../store/status-tables.ts';
import { announce } from './announce.ts';
import { hubIdsOf } from './hub-changes.ts';
import { countRecipients } from './notice-queries.ts';
import type { ReportRow } from './page-event-queries.ts';
import { decisive } from './page-events.ts';
import { listShownComponents } from './page-queries.ts';
import { listUpdateRows } from './report-queries.ts';
import { deriveReport } from './rules/derive.ts';

/**
 * Notes what subscribers are told of an update, hub by hub with the names that each hub uses and
 * only of services that it shows. Returns how many subscribers that are.
 */
export async function tellOfUpdate(
  tx: Db,
  tenantId: string,
  report: ReportRow,
  updateId: string,
  told: { readonly tells: StatusNoticeKind | null; readonly dueAt: Instant },
  now: Instant,
): Promise<number> {
  if (told.tells === null) return 0;
  const rows = await listUpdateRows(tx, tenantId, [report.report_id]);
  const derived = deriveReport(rows.filter((row) => row.published_at !== null).map(decisive));
  const update = rows.find((row) => row.update_id === updateId);
  if (!derived || !update) return 0;
  let recipients = 0;
  for (const hubId of await hubIdsOf(tx, tenantId, report)) {
    const shown = await listShownComponents(tx, tenantId, hubId);
    const statuses = shown.flatMap(({ service_id, name }) => {
      const status = derived.contributions.get(service_id);
      return status === undefined ? [] : [{ service_id, name, status }];
    });
    const content: NoticeContent = {
      title: derived.title,
      body_html: update.body_html,
      body_text: update.body_text,
      state: update.state,
      statuses,
      starts_at: update.starts_at.getTime(),
      ends_at: null,
    };
    const serviceIds = statuses.map(({ service_id }) => service_id);
    const about = { kind: told.tells, subjectId: report.report_id, updateId, serviceIds };
    const announcement = { ...about, hubIds: [hubId], content, dueAt: told.dueAt };
    await announce(tx, tenantId, announcement, now);
    recipients += await countRecipients(tx, tenantId, hubId, serviceIds);
  }
  return recipients;
}
