import type { Client } from 'pg';
import type { AlertState } from '../alerts/rules/fold.ts';
import { entryRows } from '../incidents/entries.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { type Clock, type Instant, MINUTE } from '../kernel/time.ts';
import { type BulkWrite, bulkQuery, rowTypesOf } from '../store/bulk.ts';
import { pipelined } from '../store/pipelining.ts';
import type { EventOutcome } from './format.ts';
import type { IntakeJob, JobResult } from './job.ts';
import {
  findRequests,
  type LockedAlert,
  lockAlerts,
  lockIncidents,
  lockSlots,
  type StoredRequest,
  slotOf,
} from './locks.ts';
import { settleEvent } from './rules/settle.ts';
import type { IntakeEvent } from './rules/situation.ts';
import { openWorkspace, type Workspace } from './rules/workspace.ts';
import * as statement from './statements.ts';

/** What the commit of a lane needs besides the jobs. */
export interface CommitOptions {
  readonly clock: Clock;
  /** Tells this lane from all others in receipt_counts. */
  readonly writer: string;
  /** Told how many rows were written, for the planner's statistics. */
  readonly wrote: (rows: number) => void;
}

/**
 * Commits a batch (design/intake-path): locks alerts, then slots, then incidents; decides event by
 * event in memory; writes all kinds of rows; commits. Two round trips when no incident can
 * change, else three, and one more for slots or merged incidents found on the way. Throws when a race was lost; the lane then runs the batch again.
 */
export async function commitBatch(
  client: Client,
  jobs: readonly IntakeJob[],
  options: CommitOptions,
): Promise<readonly JobResult[]> {
  const now = options.clock();
  const [workspace, answers] = await lock(client, jobs);
  const results = jobs.map((job) => settleJob(workspace, job, answers, now));
  const writes = [
    ...workspaceWrites(workspace, now),
    ...requestWrites(jobs, results, answers, now, options.writer),
  ];
  const types = await rowTypesOf(client);
  const count = writes.reduce((sum, [, rows]) => sum + rows.length, 0);
  const commit = await pipelined(client, async () => {
    // Where every request is refused (idempotency_mismatch) there is nothing to write.
    const written = count > 0 ? client.query(bulkQuery(writes, types)) : null;
    const [done] = await Promise.all([client.query('commit'), written]);
    return done;
  });
  if (commit.command !== 'COMMIT') throw new Error('The batch was rolled back.');
  options.wrote(count);
  return results;
}

/** A request's answer, found or made in this batch; `row` is set where it must be written. */
interface Answer {
  readonly fingerprint: string;
  readonly outcomes: readonly EventOutcome[];
  readonly row?: object;
}

/** By tenant, route and key; the second of two equal requests in a batch finds the first's. */
type Answers = Map<string, Answer>;

async function lock(client: Client, jobs: readonly IntakeJob[]): Promise<[Workspace, Answers]> {
  const events = jobs.flatMap(({ terms, events }) =>
    events.map((event) => ({
      tenantId: terms.tenantId,
      ignores: terms.policy.ignoresGrouping,
      refuses: terms.policy.duplicates === 'refuse',
      forgets: terms.duplicateWindow !== null && terms.policy.duplicates === 'refuse',
      event,
    })),
  );
  const ownSlots = events.flatMap(({ tenantId, ignores, event: { routing } }) => {
    const key = ignores
      ? undefined
      : slotOf(tenantId, routing.rule?.ruleId ?? null, routing.groupKey);
    return key ? [key] : [];
  });
  const [, requests, alerts, slots] = await pipelined(client, () =>
    Promise.all([
      client.query('begin'),
      findRequests(client, jobs.flatMap(requestKeyOf)),
      lockAlerts(
        client,
        events.map(({ tenantId, event }) => [tenantId, event.alertId]),
      ),
      lockSlots(client, ownSlots),
    ]),
  );
  const touched = touchedAlerts(alerts, events);
  const held = new Set(ownSlots.map((key) => key.join('\n')));
  const storedSlots = touched.flatMap(({ tenantId, ruleId, groupKey }) => {
    const key = slotOf(tenantId, ruleId, groupKey);
    return key && !held.has(key.join('\n')) ? [key] : [];
  });
  const allSlots = [...slots, ...(await lockSlots(client, storedSlots))];
  const incidents = await lockIncidents(client, [
    ...touched.flatMap(({ tenantId, incidentId }) => (incidentId ? [[tenantId, incidentId]] : [])),
    ...allSlots.flatMap(({ tenantId, incidentId }) => (incidentId ? [[tenantId, incidentId]] : [])),
  ]);
  // A refusing format's alert keeps the id of an incident long deleted: it must be told again.
  const refusing = new Set(events.flatMap(({ refuses, event }) => (refuses ? event.alertId : [])));
  const ordinary = touched.filter(({ alertId }) => !refusing.has(alertId));
  const present = withoutLost(alerts, ordinary, incidents);
  return [openWorkspace(present, allSlots, incidents), new Map(requests.map(answerOf))];
}

/** Alerts whose incident is gone (retention) have none: they may open another. */
function withoutLost(
  alerts: readonly LockedAlert[],
  touched: readonly LockedAlert[],
  incidents: readonly IncidentState[],
): readonly LockedAlert[] {
  const found = new Set(incidents.map(({ incidentId }) => incidentId));
  const lost = touched.filter(({ incidentId }) => incidentId !== null && !found.has(incidentId));
  if (lost.length === 0) return alerts;
  return alerts.map((alert) =>
    lost.includes(alert) ? { ...alert, incidentId: null, incidentAt: null } : alert,
  );
}

function requestKeyOf({ terms, requestKey }: IntakeJob): string[][] {
  return requestKey ? [[terms.tenantId, requestKey.route, requestKey.key]] : [];
}

/**
 * The alerts whose incident may change: all but plain repeats of a firing alert in an open
 * incident. That those need no incident lock makes a repeat one round trip cheaper. Where a key
 * stays a duplicate for a while only, a repeat may open the next incident and leave the last one.
 */
function touchedAlerts(
  alerts: readonly LockedAlert[],
  events: readonly { readonly event: IntakeEvent; readonly forgets: boolean }[],
): LockedAlert[] {
  const locked = new Map(alerts.map((alert) => [alert.alertId, alert]));
  const touched = new Set<LockedAlert>();
  for (const { event, forgets } of events) {
    const alert = locked.get(event.alertId);
    if (alert && (forgets || !isPlainRepeat(alert, event))) touched.add(alert);
  }
  return [...touched];
}

function isPlainRepeat(alert: LockedAlert, event: IntakeEvent): boolean {
  if (alert.status === 'resolved') return event.status === 'resolved';
  const sameSeverity = event.severity === undefined || event.severity === alert.severity;
  return event.status === 'firing' && alert.incidentOpen && sameSeverity;
}

function answerOf({ tenantId, route, key, fingerprint, reply }: StoredRequest): [string, Answer] {
  return [`${tenantId}\n${route}\n${key}`, { fingerprint, outcomes: JSON.parse(reply) }];
}

function settleJob(
  workspace: Workspace,
  job: IntakeJob,
  answers: Answers,
  now: Instant,
): JobResult {
  const key = requestKeyOf(job)[0]?.join('\n');
  const before = key === undefined ? undefined : answers.get(key);
  if (before) return repeatOf(job, before);
  const outcomes = job.events.map((event) => settleEvent(workspace, job.terms, event, now));
  if (key !== undefined && job.requestKey) {
    const { tenantId } = job.terms;
    const row = { ...job.requestKey, tenantId, reply: JSON.stringify(outcomes), createdAt: now };
    answers.set(key, { fingerprint: job.requestKey.fingerprint, outcomes, row });
  }
  return { ok: true, outcomes };
}

/** The same request again: the same answer. The key with another body: refused, nothing stored. */
function repeatOf(job: IntakeJob, before: Answer): JobResult {
  if (before.fingerprint === job.requestKey?.fingerprint) {
    return { ok: true, outcomes: before.outcomes };
  }
  const detail =
    'This Idempotency-Key was used with another body. Use a new key for a new request.';
  return { ok: false, problem: conflict('idempotency_mismatch', detail) };
}

function workspaceWrites(
  { alerts, slots, incidents, ...rest }: Workspace,
  now: Instant,
): BulkWrite[] {
  const changed = [...alerts.values()].filter(({ found, now: state }) => found && found !== state);
  const isCount = changed.map(
    ({ found, now: state }) => found !== null && onlyCounted(found, state),
  );
  const states = changed.map((held) => held.now);
  const entries = rest.entries.map((entry) => entryRows(entry, now));
  const events = rest.kept.map((event) => ({ ...event, receivedAt: now, eventId: newId('evt') }));
  return [
    [statement.insertAlerts, created(alerts, ({ alertId }) => alertId)],
    [statement.updateAlerts, states.filter((_, index) => !isCount[index])],
    [statement.countAlerts, states.filter((_, index) => isCount[index])],
    [statement.insertSlots, created(slots, (slot) => slot.tenantId + slot.ruleId + slot.groupKey)],
    [statement.updateSlots, rewritten(slots)],
    [statement.insertIncidents, created(incidents, ({ incidentId }) => incidentId)],
    [statement.updateIncidents, rewritten(incidents)],
    [statement.insertTimeline, entries.map(({ timeline }) => timeline)],
    [statement.insertOutbox, entries.flatMap(({ outbox }) => outbox ?? [])],
    [statement.insertEvents, events],
  ];
}

function requestWrites(
  jobs: readonly IntakeJob[],
  results: readonly JobResult[],
  answers: Answers,
  now: Instant,
  writer: string,
): BulkWrite[] {
  return [
    [statement.insertRequests, [...answers.values()].flatMap(({ row }) => row ?? [])],
    [statement.countReceipts, receiptCounts(jobs, results, now, writer)],
  ];
}

type HeldRows<State> = ReadonlyMap<string, { readonly found: State | null; readonly now: State }>;

/** New rows in ascending key order, so that two lanes inserting the same keys cannot deadlock. */
function created<State>(rows: HeldRows<State>, keyOf: (state: State) => string): State[] {
  const fresh = [...rows.values()].filter(({ found }) => found === null).map(({ now }) => now);
  return fresh.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function rewritten<State>(rows: HeldRows<State>): State[] {
  return [...rows.values()]
    .filter(({ found, now }) => found !== null && found !== now)
    .map(({ now }) => now);
}

const COUNTED = new Set<keyof AlertState>([
  'lastSeenAt',
  'eventCount',
  'eventKeptAt',
  'startedAt',
  'endedAt',
]);

function onlyCounted(found: AlertState, state: AlertState): boolean {
  for (const key of Object.keys(state) as (keyof AlertState)[]) {
    if (state[key] !== found[key] && !COUNTED.has(key)) return false;
  }
  return true;
}

interface ReceiptCount {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly minute: Instant;
  readonly writer: string;
  accepted: number;
  duplicate: number;
  events: number;
}

/** Accepted requests are counted a minute, in the transaction that makes them true. */
function receiptCounts(
  jobs: readonly IntakeJob[],
  results: readonly JobResult[],
  now: Instant,
  writer: string,
): ReceiptCount[] {
  const counts = new Map<string, ReceiptCount>();
  for (const [index, { terms, events }] of jobs.entries()) {
    const result = results[index];
    if (!result?.ok) continue;
    const { tenantId, integrationId } = terms;
    const minute = now - (now % MINUTE);
    const blank = { tenantId, integrationId, minute, writer, accepted: 0, duplicate: 0, events: 0 };
    const count = counts.get(integrationId) ?? blank;
    counts.set(integrationId, count);
    const duplicate = result.outcomes.some(({ action }) => action === 'duplicate');
    if (duplicate) count.duplicate++;
    else count.accepted++;
    count.events += events.length;
  }
  return [...counts.values()];
}
