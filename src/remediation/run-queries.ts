import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type RunRow = Selectable<Tables['runs']>;
export type StepRow = Selectable<Tables['run_steps']>;
export type NewStep = Omit<Insertable<Tables['run_steps']>, 'tenant_id' | 'run_id'>;

const ACTIVE = ['queued', 'running', 'rolling_back'] as const;

function runs(db: Db, tenantId: string) {
  return db.selectFrom('runs').selectAll().where('tenant_id', '=', tenantId);
}

export function findRun(db: Db, tenantId: string, runId: string) {
  return runs(db, tenantId).where('run_id', '=', runId).executeTakeFirst();
}

export function lockRun(tx: Db, tenantId: string, runId: string) {
  return runs(tx, tenantId).where('run_id', '=', runId).forUpdate().executeTakeFirst();
}

/** Which runs a list shows; null: any. */
export interface RunFilter {
  readonly incidentId: string | null;
  readonly state: RunRow['state'] | null;
}

/** Newest first, before an id. */
export function listRunRows(
  db: Db,
  tenantId: string,
  { incidentId, state }: RunFilter,
  before: string | null,
  limit: number,
): Promise<RunRow[]> {
  return runs(db, tenantId)
    .$if(incidentId !== null, (q) => q.where('incident_id', '=', incidentId ?? ''))
    .$if(state !== null, (q) => q.where('state', '=', state ?? 'queued'))
    .$if(before !== null, (q) => q.where('run_id', '<', before ?? ''))
    .orderBy('run_id', 'desc')
    .limit(limit)
    .execute();
}

/** The steps of a run in their order. */
export function listSteps(db: Db, tenantId: string, runId: string): Promise<StepRow[]> {
  return db
    .selectFrom('run_steps')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .orderBy('position')
    .execute();
}

export async function insertRun(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['runs']>, 'tenant_id'>,
  steps: readonly NewStep[],
): Promise<void> {
  await tx
    .insertInto('runs')
    .values({ ...row, tenant_id: tenantId })
    .execute();
  await tx
    .insertInto('run_steps')
    .values(steps.map((step) => ({ ...step, tenant_id: tenantId, run_id: row.run_id })))
    .execute();
}

export async function saveRun(
  tx: Db,
  tenantId: string,
  runId: string,
  changes: Updateable<Tables['runs']>,
): Promise<void> {
  await tx
    .updateTable('runs')
    .set(changes)
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .execute();
}

export async function saveStep(
  tx: Db,
  tenantId: string,
  stepId: string,
  changes: Updateable<Tables['run_steps']>,
): Promise<void> {
  await tx
    .updateTable('run_steps')
    .set(changes)
    .where('tenant_id', '=', tenantId)
    .where('step_id', '=', stepId)
    .execute();
}

/** Steps that were never begun will not be. */
export async function skipWaitingSteps(
  tx: Db,
  tenantId: string,
  runId: string,
  options: { readonly keepRollback: boolean },
): Promise<void> {
  await tx
    .updateTable('run_steps')
    .set({ state: 'skipped' })
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .where('state', '=', 'waiting')
    .$if(options.keepRollback, (q) => q.where('phase', '<>', 'rollback'))
    .execute();
}

/** Runs that are due to be looked at, of all tenants. */
export function listDueRuns(db: Db, now: Date, limit: number) {
  return db
    .selectFrom('runs')
    .select(['tenant_id', 'run_id'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute();
}

/** What is looked at again at once: something happened to a step of it. */
export async function wakeRun(tx: Db, tenantId: string, runId: string, now: Date): Promise<void> {
  await tx
    .updateTable('runs')
    .set({ due_at: now })
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .where('state', 'in', ACTIVE)
    .execute();
}

/** What the runs so far say about another one. */
interface StartCounts {
  readonly activeRunId: string | null;
  readonly lastRunAt: Date | null;
  readonly runsToday: number;
  readonly targetsNow: number;
}

/** What the guards of a start ask about earlier runs. */
export async function findStartFacts(
  db: Db,
  tenantId: string,
  { slug, target, since }: { readonly slug: string; readonly target: string; readonly since: Date },
): Promise<StartCounts> {
  const { rows } = await sql<StartCounts>`
    select (select run_id from runs where tenant_id = ${tenantId} and target = ${target}
        and state in ('queued', 'running', 'rolling_back') limit 1) as "activeRunId",
      (select max(created_at) from runs where tenant_id = ${tenantId} and recipe_slug = ${slug}
        and target = ${target}) as "lastRunAt",
      (select count(*)::int from runs where tenant_id = ${tenantId} and recipe_slug = ${slug}
        and created_at > ${since}) as "runsToday",
      (select count(*)::int from runs where tenant_id = ${tenantId} and recipe_slug = ${slug}
        and state in ('queued', 'running', 'rolling_back')) as "targetsNow"`.execute(db);
  return rows[0] ?? { activeRunId: null, lastRunAt: null, runsToday: 0, targetsNow: 0 };
}

/** Whether a runner of the host has registered and was not revoked. */
export async function hasRunner(db: Db, tenantId: string, host: string): Promise<boolean> {
  const row = await db
    .selectFrom('runners')
    .select('runner_id')
    .where('tenant_id', '=', tenantId)
    .where('host', '=', host)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Requests of a tenant under way at once; its endpoints may be slow, and others wait too. */
const AT_ONCE_EACH = 4;

/**
 * Claims http steps that are ready and may begin: `running` under a new fence. Replicas take different
 * ones.
 */
export async function claimHttpSteps(
  db: Db,
  claim: {
    readonly by: string;
    readonly now: Date;
    readonly leaseMs: number;
    readonly limit: number;
  },
): Promise<StepRow[]> {
  const { by, now, leaseMs, limit } = claim;
  const { rows } = await sql<StepRow>`
    update run_steps as s set state = 'running', attempt = s.attempt + 1, fence = s.fence + 1,
      claimed_by = ${by}, claimed_at = ${now}, started_at = coalesce(s.started_at, ${now}),
      leased_until = ${now}::timestamptz + s.timeout_s * interval '1 second'
        + ${leaseMs} * interval '1 millisecond',
      deadline_at = ${now}::timestamptz + s.timeout_s * interval '1 second'
    where (s.tenant_id, s.step_id) in (
      select c.tenant_id, c.step_id from run_steps c
      join runs r on r.tenant_id = c.tenant_id and r.run_id = c.run_id
      where c.state = 'ready' and c.kind = 'http' and c.due_at <= ${now}
        and r.cancel_requested_at is null and r.finished_at is null
        and not exists (select from remediation_hub h where h.stopped_at is not null)
        and not exists (select from remediation_state t
          where t.tenant_id = c.tenant_id and t.stopped_at is not null)
        and (select count(*) from run_steps o where o.tenant_id = c.tenant_id
          and o.kind = 'http' and o.state = 'running') < ${AT_ONCE_EACH}
      order by c.due_at limit ${limit} for update of c skip locked)
    returning s.*`.execute(db);
  return rows;
}

/** Steps whose executor was not heard of in time: nobody knows how they ended. Returns their runs. */
export async function giveUpLostSteps(db: Db, now: Date): Promise<void> {
  await sql`
    with lost as (
      update run_steps set state = 'unknown', finished_at = ${now},
        reason = 'whoever ran it was not heard of in time'
      where state = 'running' and leased_until < ${now}
      returning tenant_id, run_id)
    update runs set due_at = ${now} from lost
    where runs.tenant_id = lost.tenant_id and runs.run_id = lost.run_id
      and runs.due_at is not null`.execute(db);
}

/** Waits whose time has passed; their runs go on. */
export async function finishPauses(db: Db, now: Date): Promise<void> {
  await sql`
    with over as (
      update run_steps set state = 'succeeded', finished_at = ${now}
      where state = 'running' and kind = 'wait' and due_at <= ${now}
      returning tenant_id, run_id)
    update runs set due_at = ${now} from over
    where runs.tenant_id = over.tenant_id and runs.run_id = over.run_id
      and runs.due_at is not null`.execute(db);
}

/** Takes back what nobody executes; what was claimed meanwhile stays. */
export async function withdrawStep(
  tx: Db,
  tenantId: string,
  stepId: string,
  { at, reason }: { readonly at: Date; readonly reason: string },
): Promise<void> {
  await sql`
    update run_steps set state = 'cancelled', finished_at = ${at}, reason = ${reason}
    where tenant_id = ${tenantId} and step_id = ${stepId}
      and (state = 'ready' or (state = 'running' and kind in ('wait', 'manual')))`.execute(tx);
}

/** What came of a step that somebody executed. */
export interface StepOutcome {
  readonly state: 'succeeded' | 'failed' | 'refused' | 'unknown' | 'cancelled';
  readonly reason: string | null;
  readonly exit_code?: number | null;
  readonly http_status?: number | null;
  readonly output?: string;
  readonly output_bytes?: number;
  readonly output_cut?: boolean;
  readonly output_digest?: string;
}

/**
 * Stores the outcome of a step under the fence of its claim and wakes its run. False when the claim
 * holds no more: somebody has given the step up, or it is reported again.
 */
export async function settleStep(
  tx: Db,
  tenantId: string,
  claim: { readonly stepId: string; readonly fence: number },
  outcome: StepOutcome,
  now: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('run_steps')
    .set({ ...outcome, finished_at: now, leased_until: null })
    .where('tenant_id', '=', tenantId)
    .where('step_id', '=', claim.stepId)
    .where('fence', '=', claim.fence)
    .where('state', '=', 'running')
    .returning('run_id')
    .executeTakeFirst();
  if (!row) return false;
  await wakeRun(tx, tenantId, row.run_id, now);
  return true;
}
