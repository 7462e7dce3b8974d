import type { Client } from 'pg';
import { conflict } from '../kernel/errors.ts';
import { type Clock, type Instant, MINUTE } from '../kernel/time.ts';
import { type BulkWrite, bulkQuery, rowTypesOf } from '../store/bulk.ts';
import { pipelined } from '../store/pipelining.ts';
import type { EventOutcome } from './format.ts';
import type { IntakeJob, JobResult } from './job.ts';
import { lockBatch, requestKeyOf } from './lock-batch.ts';
import type { StoredRequest } from './locks.ts';
import { settleEvent } from './rules/settle.ts';
import { settleCommand } from './rules/settle-command.ts';
import type { Workspace } from './rules/workspace.ts';
import * as statement from './statements.ts';
import { workspaceWrites } from './workspace-writes.ts';

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
 * event in memory; writes all kinds of rows; commits. Two round trips when no incident can change,
 * else three, and one more for slots or merged incidents found on the way. Throws when a race was
 * lost; the lane then runs the batch again.
 */
export async function commitBatch(
  client: Client,
  jobs: readonly IntakeJob[],
  options: CommitOptions,
): Promise<readonly JobResult[]> {
  const now = options.clock();
  const { workspace, requests } = await lockBatch(client, jobs);
  const answers: Answers = new Map(requests.map(answerOf));
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
  const { terms, events, commands } = job;
  const outcomes = [
    ...events.map((event) => settleEvent(workspace, terms, event, now)),
    ...commands.map((command) => settleCommand(workspace, terms, command, now)),
  ];
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
