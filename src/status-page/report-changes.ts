import { invalid, notFound } from '../kernel/errors.ts';
import { formatInstant, type Instant, parseInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { StoredServiceStatus } from '../store/status-tables.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { requireHub } from './get-hub.ts';
import type { ReportRow } from './page-event-queries.ts';
import { findReport, lockReport } from './report-queries.ts';
import { CLOCK_SKEW } from './rules/timestamp.ts';
import { listUnknownServices } from './service-checks.ts';
import type { StatusContext } from './status-context.ts';

/** Which report, on which of the tenant's pages. */
export interface ReportKey {
  /** The page. */
  readonly id: string;
  readonly report_id: string;
}

/** Runs a responder's verb about a report, with the report locked. 404 for another page's. */
export function changeReport<T>(
  context: StatusContext,
  request: { readonly route: string; readonly input: ReportKey },
  work: (tx: Db, report: ReportRow) => Promise<T>,
): Promise<T> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  const { id, report_id } = request.input;
  return runVerb(context, request, async (tx) => {
    await requireHub(tx, tenantId, id);
    const report = await lockReport(tx, tenantId, report_id);
    return work(tx, ofHub(report, id));
  });
}

/** The report for reading; 404 when the page has none of that id. */
export async function requireReport(
  db: Db,
  tenantId: string,
  { id, report_id }: ReportKey,
): Promise<ReportRow> {
  await requireHub(db, tenantId, id);
  return ofHub(await findReport(db, tenantId, report_id), id);
}

function ofHub(report: ReportRow | undefined, hubId: string): ReportRow {
  const isHere = report && (report.hub_id === null || report.hub_id === hubId);
  if (!isHere || report.deleted_at !== null) throw notFound('The report');
  return report;
}

/** 422 for what is no service of the tenant. */
export async function requireServices(
  db: Db,
  tenantId: string,
  statuses: readonly StoredServiceStatus[],
): Promise<void> {
  const ids = statuses.map(({ service_id }) => service_id);
  const unknown = new Set(await listUnknownServices(db, tenantId, ids));
  const errors = ids.flatMap((id, index) => {
    const again = ids.indexOf(id) !== index;
    if (!again && !unknown.has(id)) return [];
    const expected = again ? 'each service once' : 'the id of a service';
    return [{ pointer: `/statuses/${index}/service_id`, expected, received: id }];
  });
  if (errors.length > 0) throw invalid('The statuses cannot be taken so.', errors);
}

/** When something happened, as a person says; now unless given. 422 for what is still to come. */
export function occurrenceOf(text: string | undefined, now: Instant): Instant {
  const at = text === undefined ? now : (parseInstant(text) ?? now);
  if (at <= now + CLOCK_SKEW) return at;
  const expected = `a time that has come (until ${formatInstant(now + CLOCK_SKEW)})`;
  throw invalid('A report tells what has happened.', [
    { pointer: '/start_time', expected, received: text ?? '' },
  ]);
}
