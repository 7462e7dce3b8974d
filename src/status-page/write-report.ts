import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { ReportState, StoredServiceStatus } from '../store/status-tables.ts';
import { textOf } from './hook-payload.ts';
import type { ReportRow } from './page-event-queries.ts';
import { occurrenceOf, requireServices } from './report-changes.ts';
import { insertReport } from './report-queries.ts';
import { addUpdate, GRACE, type WrittenUpdate } from './report-writes.ts';
import { sanitizeTitle } from './sanitize-body.ts';
import type { StatusContext } from './status-context.ts';

/** What a person writes. */
export interface PersonsUpdate {
  readonly title: string;
  readonly body: string;
  readonly state: ReportState;
  readonly statuses?: readonly StoredServiceStatus[];
  readonly start_time?: string;
  readonly silent?: boolean;
  readonly draft?: boolean;
}

/** Begins a report on a page, without an update yet. */
export function beginReport(
  tx: Db,
  tenantId: string,
  origin: {
    readonly hubId: string;
    readonly source: ReportRow['source'];
    readonly incidentId: string | null;
    readonly followsIncident: boolean;
    /** What makes it the only one of its kind; null: nothing. */
    readonly sender: { readonly scope: string; readonly id: string } | null;
  },
  now: Instant,
): Promise<ReportRow> {
  return insertReport(tx, tenantId, {
    report_id: newId('rpt'),
    hub_id: origin.hubId,
    source: origin.source,
    sender_scope: origin.sender?.scope ?? null,
    sender_id: origin.sender?.id ?? null,
    incident_id: origin.incidentId,
    follows_incident: origin.followsIncident,
    service_ids: [],
    title: null,
    state: null,
    started_at: null,
    resolved_at: null,
    published_at: null,
    deleted_at: null,
    created_at: new Date(now),
    updated_at: new Date(now),
  });
}

/**
 * Adds what a person has written to a report that is locked; subscribers are told after the grace.
 * 422 for unknown services and times to come; 409 with the refusal's code.
 */
export async function addPersonsUpdate(
  tx: Db,
  context: StatusContext,
  report: ReportRow,
  input: PersonsUpdate,
  now: Instant,
): Promise<WrittenUpdate> {
  const { tenantId, actor } = context.caller;
  const statuses = input.statuses ?? [];
  await requireServices(tx, tenantId, statuses);
  const { draft = false, silent = false, state } = input;
  return addUpdate(
    tx,
    tenantId,
    report,
    {
      title: sanitizeTitle(input.title),
      ...textOf('/body', input.body),
      ...{ state, statuses, draft, silent, actor },
      startsAt: occurrenceOf(input.start_time, now),
      publishesDrafts: false,
      digest: null,
      grace: GRACE,
    },
    now,
  );
}
