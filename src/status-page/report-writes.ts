import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { type Instant, SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { ReportState, StoredServiceStatus } from '../store/status-tables.ts';
import type { StoredActor } from '../store/tables.ts';
import { hubIdsOf, touchHubs } from './hub-changes.ts';
import type { ReportRow, UpdateRow } from './page-event-queries.ts';
import { decisive } from './page-events.ts';
import { insertUpdate, listUpdateRows, saveReport, saveUpdates } from './report-queries.ts';
import { admitUpdate, type KnownUpdate, type UpdateAdmission } from './rules/admit-update.ts';
import { deriveReport } from './rules/derive.ts';
import type { SafeBody } from './sanitize-body.ts';
import { tellOfUpdate } from './tell-of-report.ts';

/** Milliseconds in which a person may take a publication back before anybody is told. */
export const GRACE = 10 * SECOND;

/** An update that is to become part of a report. */
export interface NewUpdate {
  readonly title: string;
  readonly raw: string;
  readonly body: SafeBody;
  readonly state: ReportState;
  readonly statuses: readonly StoredServiceStatus[];
  readonly startsAt: Instant;
  readonly draft: boolean;
  readonly silent: boolean;
  /** Hooks: publishes earlier drafts (decisions 13–16). */
  readonly publishesDrafts: boolean;
  readonly actor: StoredActor;
  /** To know a retry; null for what people write. */
  readonly digest: Buffer | null;
  /** Milliseconds until subscribers are told. */
  readonly grace: number;
}

/** What has become of it. */
export interface WrittenUpdate {
  readonly report: ReportRow;
  readonly update: UpdateRow;
  readonly warnings: readonly string[];
  /** Subscribers who will be told; 0 when nobody is. */
  readonly recipients: number;
}

type Admitted = Extract<UpdateAdmission, { readonly refused: null }>;

/**
 * Adds an update to a report that is locked: stores it, publishes what it publishes, derives the
 * report anew, touches the hubs that show it and notes what is to be told. 409 with the refusal's
 * code.
 */
export async function addUpdate(
  tx: Db,
  tenantId: string,
  report: ReportRow,
  update: NewUpdate,
  now: Instant,
): Promise<WrittenUpdate> {
  const known = await listUpdateRows(tx, tenantId, [report.report_id]);
  const admission = admit(report, known, update);
  const at = new Date(now);
  const row = await insertUpdate(tx, tenantId, {
    report_id: report.report_id,
    update_id: newId('upd'),
    seq: report.last_seq + 1,
    title: update.title,
    body_raw: update.raw,
    body_html: update.body.html,
    body_text: update.body.text,
    state: update.state,
    statuses: JSON.stringify(admission.statuses),
    starts_at: new Date(update.startsAt),
    silent: admission.silent,
    published_at: admission.published ? at : null,
    notified: admission.tells !== null,
    actor: JSON.stringify(update.actor),
    digest: update.digest,
    created_at: at,
    updated_at: at,
  });
  await settleDrafts(tx, tenantId, report.report_id, admission, at);
  const told = { tells: admission.tells, dueAt: now + update.grace };
  const after = await refreshReport(tx, tenantId, { ...report, last_seq: row.seq }, now);
  const recipients = await tellOfUpdate(tx, tenantId, after, row.update_id, told, now);
  return { report: after, update: row, warnings: admission.warnings, recipients };
}

/** The decision about an update of a report with these; throws 409 for a refusal. */
export function admit(
  report: Pick<ReportRow, 'deleted_at'>,
  known: readonly UpdateRow[],
  update: Pick<
    NewUpdate,
    'state' | 'statuses' | 'startsAt' | 'draft' | 'silent' | 'publishesDrafts'
  >,
): Admitted {
  const situation = { deleted: report.deleted_at !== null, updates: known.map(knownUpdate) };
  const admission = admitUpdate(situation, update);
  if (admission.refused) throw conflict(admission.refused, admission.detail);
  return admission;
}

function knownUpdate(row: UpdateRow): KnownUpdate {
  const { update_id: id, state, starts_at, published_at, superseded } = row;
  return { id, state, startsAt: starts_at.getTime(), published: published_at !== null, superseded };
}

/** Publishes and supersedes the drafts that an admitted update publishes and supersedes. */
export async function settleDrafts(
  tx: Db,
  tenantId: string,
  reportId: string,
  { publishes, supersedes }: Pick<Admitted, 'publishes' | 'supersedes'>,
  at: Date,
): Promise<void> {
  await saveUpdates(tx, tenantId, reportId, publishes, { published_at: at, updated_at: at });
  await saveUpdates(tx, tenantId, reportId, supersedes, { superseded: true, updated_at: at });
}

/**
 * Derives the stored columns of a report from its updates, after any change of them, and touches
 * the hubs that show it or did.
 */
export async function refreshReport(
  tx: Db,
  tenantId: string,
  report: ReportRow,
  now: Instant,
): Promise<ReportRow> {
  const updates = await listUpdateRows(tx, tenantId, [report.report_id]);
  const published = updates.filter((row) => row.published_at !== null);
  const derived = deriveReport(published.map(decisive));
  const naming = published.length > 0 ? published : updates;
  const first = published.map((row) => row.published_at?.getTime() ?? now);
  const after = await saveReport(tx, tenantId, report.report_id, {
    last_seq: report.last_seq,
    service_ids: [
      ...new Set(naming.flatMap(({ statuses }) => statuses.map((one) => one.service_id))),
    ],
    title: derived?.title ?? null,
    state: derived?.state ?? null,
    started_at: derived ? new Date(derived.startedAt) : null,
    resolved_at: dateOrNull(derived?.resolvedAt),
    published_at: derived ? new Date(Math.min(...first)) : null,
    updated_at: new Date(now),
  });
  if (report.published_at === null && after.published_at === null) return after;
  const both = [...new Set([...report.service_ids, ...after.service_ids])];
  const hubIds = await hubIdsOf(tx, tenantId, { hub_id: after.hub_id, service_ids: both });
  await touchHubs(tx, tenantId, now, hubIds);
  return after;
}

function dateOrNull(at: Instant | null | undefined): Date | null {
  return at === null || at === undefined ? null : new Date(at);
}
