import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { type Instant, MINUTE } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { HookPost } from './hook-payload.ts';
import type { HookAnswer } from './hook-schemas.ts';
import type { ReportRow, UpdateRow } from './page-event-queries.ts';
import {
  findRecentUpdate,
  findReport,
  insertReport,
  listUpdateRows,
  lockKey,
  lockReportOfSender,
} from './report-queries.ts';
import { addUpdate } from './report-writes.ts';

/** For how long an identical post without an id is a retry (decision 4). */
export const RETRY_WINDOW = 10 * MINUTE;

/** A post with what is known about its hook. */
export interface HookArrival {
  readonly tenantId: string;
  readonly serviceId: string;
  readonly serviceName: string;
  /** Whose ids the sender's id is one of: this hook's, or all hooks' of the tenant (23). */
  readonly scope: string;
  readonly post: HookPost;
  /** SHA-256 of the payload, to know a retry. */
  readonly digest: Buffer;
  readonly now: Instant;
}

/** The answer, and whether it made something new (201). */
export interface HookOutcome {
  readonly answer: HookAnswer;
  readonly created: boolean;
}

/**
 * Takes an update of an incident (research/statuspage.md §1.3: 1–17, 23, 26, 27), inside one
 * transaction that sees all posts of the same id one after the other.
 */
export async function takeHookIncident(
  tx: Db,
  arrival: HookArrival,
  state: ReportRow['state'] & string,
): Promise<HookOutcome> {
  const { tenantId, serviceId, scope, post, digest, now } = arrival;
  const name = post.senderId === '' ? digest.toString('hex') : post.senderId;
  await lockKey(tx, tenantId, `report ${scope} ${name}`);
  const known = await knownReport(tx, arrival);
  if (known?.deleted_at) {
    throw conflict('incident_deleted', 'This incident was deleted. Use a new id.');
  }
  const retried = known && (await findRetry(tx, known, digest));
  if (retried) return { answer: answerOf(known, retried, true, []), created: false };
  const report = known ?? (await beginReport(tx, arrival));
  const { title, raw, body, startsAt, status, draft, silent } = post;
  const actor = { type: 'integration', id: serviceId, name: 'StatusHub hook' } as const;
  const statuses = [{ service_id: serviceId, status }];
  const rules = { publishesDrafts: true, grace: 0, actor, digest };
  const update = { title, raw, body, state, statuses, startsAt, draft, silent, ...rules };
  const written = await addUpdate(tx, tenantId, report, update, now);
  const answer = answerOf(written.report, written.update, false, written.warnings);
  return { answer, created: known === undefined };
}

async function knownReport(tx: Db, arrival: HookArrival): Promise<ReportRow | undefined> {
  const { tenantId, scope, post, digest, now } = arrival;
  if (post.senderId !== '') return lockReportOfSender(tx, tenantId, scope, post.senderId);
  const since = new Date(now - RETRY_WINDOW);
  const recent = await findRecentUpdate(tx, tenantId, digest, since);
  return recent && findReport(tx, tenantId, recent.report_id);
}

async function findRetry(
  tx: Db,
  { tenant_id, report_id }: ReportRow,
  digest: Buffer,
): Promise<UpdateRow | undefined> {
  const updates = await listUpdateRows(tx, tenant_id, [report_id]);
  return updates.find((row) => row.digest?.equals(digest));
}

function beginReport(tx: Db, arrival: HookArrival): Promise<ReportRow> {
  const { tenantId, serviceId, scope, post, now } = arrival;
  const report_id = newId('rpt');
  return insertReport(tx, tenantId, {
    report_id,
    hub_id: null,
    source: 'hook',
    sender_scope: scope,
    // Without an id ours is the one that later updates name (decision 4).
    sender_id: post.senderId === '' ? report_id : post.senderId,
    incident_id: null,
    service_ids: [serviceId],
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

function answerOf(
  report: ReportRow,
  update: UpdateRow,
  duplicate: boolean,
  warnings: readonly string[],
): HookAnswer {
  return {
    id: report.sender_id ?? report.report_id,
    report_id: report.report_id,
    update_id: update.update_id,
    type: 'incident',
    state: report.state ?? update.state,
    published: update.published_at !== null,
    duplicate,
    warnings: [...warnings],
  };
}
