import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import type { StepRow } from './run-queries.ts';

export type RunnerRow = Selectable<Tables['runners']>;

function runners(db: Db, tenantId: string) {
  return db.selectFrom('runners').selectAll().where('tenant_id', '=', tenantId);
}

export function findRunnerRow(db: Db, tenantId: string, runnerId: string) {
  return runners(db, tenantId).where('runner_id', '=', runnerId).executeTakeFirst();
}

export function lockRunner(tx: Db, tenantId: string, runnerId: string) {
  return runners(tx, tenantId).where('runner_id', '=', runnerId).forUpdate().executeTakeFirst();
}

/** Oldest first, after an id. */
export function listRunnerRows(
  db: Db,
  tenantId: string,
  after: string,
  limit: number,
): Promise<RunnerRow[]> {
  return runners(db, tenantId)
    .where('runner_id', '>', after)
    .orderBy('runner_id')
    .limit(limit)
    .execute();
}

export async function insertRunner(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['runners']>, 'tenant_id'>,
): Promise<void> {
  await tx
    .insertInto('runners')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

export async function saveRunner(
  tx: Db,
  tenantId: string,
  runnerId: string,
  changes: Updateable<Tables['runners']>,
): Promise<void> {
  await tx
    .updateTable('runners')
    .set(changes)
    .where('tenant_id', '=', tenantId)
    .where('runner_id', '=', runnerId)
    .execute();
}

/** Notes that a runner was heard of; what is as fresh as that is left alone. */
export async function noteRunnerSeen(
  db: Db,
  tenantId: string,
  runnerId: string,
  seen: { readonly at: Date; readonly unlessSince: Date } & Partial<
    Pick<RunnerRow, 'version' | 'allow_list_digest'>
  >,
): Promise<void> {
  const { at, unlessSince, ...about } = seen;
  await db
    .updateTable('runners')
    .set({ ...about, last_seen_at: at })
    .where('tenant_id', '=', tenantId)
    .where('runner_id', '=', runnerId)
    .where((is) => is.or([is('last_seen_at', 'is', null), is('last_seen_at', '<', unlessSince)]))
    .execute();
}

/** Of a command's step, under the claim it is spoken of. */
export interface StepClaim {
  readonly stepId: string;
  readonly runnerId: string;
  readonly fence: number;
}

/** Nothing may begin: the tenant or the hub was stopped, or the run is to end. */
const barred = (tenantId: string) => sql<boolean>`(r.cancel_requested_at is not null
  or r.finished_at is not null
  or exists (select from remediation_hub h where h.stopped_at is not null)
  or exists (select from remediation_state t
    where t.tenant_id = ${tenantId} and t.stopped_at is not null))`;

/** Whether a waiting claim is worth another look: there may be a step, or the runner was revoked. */
export async function hasNews(
  db: Db,
  tenantId: string,
  runnerId: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ news: boolean }>`
    select r.revoked_at is not null or exists (
      select from run_steps s
      where s.tenant_id = ${tenantId} and s.host = r.host and s.kind = 'command'
        and s.state = 'ready' and coalesce(s.due_at, ${now}) <= ${now}) as news
    from runners r where r.tenant_id = ${tenantId} and r.runner_id = ${runnerId}`.execute(db);
  return rows[0]?.news ?? true;
}

/**
 * Claims the next step of a host: under a new fence, so that an earlier claim is void. What this runner
 * claimed and was never allowed to start it gets again: the answer may have been lost.
 */
export async function claimCommandStep(
  tx: Db,
  tenantId: string,
  claim: {
    readonly runnerId: string;
    readonly host: string;
    readonly now: Date;
    readonly leasedUntil: Date;
  },
): Promise<StepRow | undefined> {
  const { runnerId, host, now, leasedUntil } = claim;
  const { rows } = await sql<StepRow>`
    update run_steps as s set state = 'running', fence = s.fence + 1,
      attempt = s.attempt + case when s.state = 'ready' then 1 else 0 end,
      claimed_by = ${runnerId}, claimed_at = ${now}, leased_until = ${leasedUntil},
      started_at = null, finished_at = null, deadline_at = null, exit_code = null, reason = null,
      output = '', output_seq = 0, output_bytes = 0, output_cut = false, output_digest = null
    where s.tenant_id = ${tenantId} and s.step_id = (
      select c.step_id from run_steps c
      join runs r on r.tenant_id = c.tenant_id and r.run_id = c.run_id
      where c.tenant_id = ${tenantId} and c.host = ${host} and c.kind = 'command'
        and ((c.state = 'ready' and coalesce(c.due_at, ${now}) <= ${now})
          or (c.state = 'running' and c.claimed_by = ${runnerId} and c.started_at is null
            and c.leased_until > ${now}))
        and not ${barred(tenantId)}
      order by c.due_at, c.step_id limit 1 for update of c skip locked)
    returning s.*`.execute(tx);
  return rows[0];
}

/** Leases of commands whose runs nobody has looked at since, of all tenants, hold until then at least. */
export async function extendOverdueLeases(
  db: Db,
  times: { readonly awayFrom: Date; readonly leasedUntil: Date },
): Promise<void> {
  const { awayFrom, leasedUntil } = times;
  await sql`
    update run_steps as s set leased_until = ${leasedUntil} from runs r
    where r.due_at < ${awayFrom} and s.tenant_id = r.tenant_id and s.run_id = r.run_id
      and s.state = 'running' and s.kind = 'command' and s.leased_until < ${leasedUntil}`.execute(
    db,
  );
}

/** Makes steps ready again whose claims ran out before they were started, of all tenants. */
export async function takeBackUnstarted(db: Db, now: Date): Promise<void> {
  await sql`
    update run_steps set state = 'ready', attempt = greatest(attempt - 1, 0), claimed_by = null,
      leased_until = null, due_at = ${now}
    where state = 'running' and kind = 'command' and started_at is null
      and leased_until < ${now}`.execute(db);
}

/** Ends the leases of a runner: what it holds is looked at as soon as if nobody had heard of it. */
export async function endLeases(
  tx: Db,
  tenantId: string,
  runnerId: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('run_steps')
    .set({ leased_until: now })
    .where('tenant_id', '=', tenantId)
    .where('claimed_by', '=', runnerId)
    .where('state', '=', 'running')
    .where('leased_until', '>', now)
    .execute();
}

/** Allows a claimed step to start. Undefined: the claim no longer holds. */
export async function startClaimedStep(
  tx: Db,
  tenantId: string,
  { stepId, runnerId, fence }: StepClaim,
  times: { readonly now: Date; readonly leasedUntil: Date },
): Promise<{ readonly barred: boolean } | undefined> {
  const { now, leasedUntil } = times;
  const { rows } = await sql<{ barred: boolean }>`
    update run_steps as s set leased_until = ${leasedUntil},
      started_at = case when ${barred(tenantId)} then s.started_at else coalesce(s.started_at, ${now})
        end,
      deadline_at = coalesce(s.deadline_at, ${now}::timestamptz + s.timeout_s * interval '1 second')
    from runs r
    where r.tenant_id = ${tenantId} and r.run_id = s.run_id and s.tenant_id = ${tenantId}
      and s.step_id = ${stepId} and s.fence = ${fence} and s.claimed_by = ${runnerId}
      and s.state = 'running'
    returning ${barred(tenantId)} and s.started_at is null as barred`.execute(tx);
  return rows[0];
}

/** Renews a lease, never far beyond the step's deadline. Undefined: the claim no longer holds. */
export async function renewStepLease(
  tx: Db,
  tenantId: string,
  { stepId, runnerId, fence }: StepClaim,
  times: { readonly leasedUntil: Date; readonly leaseMs: number },
): Promise<{ readonly ended: boolean } | undefined> {
  const { leasedUntil, leaseMs } = times;
  const { rows } = await sql<{ ended: boolean }>`
    update run_steps as s set leased_until = least(${leasedUntil}::timestamptz,
      coalesce(s.deadline_at, ${leasedUntil}::timestamptz) + ${leaseMs} * interval '1 millisecond')
    from runs r
    where r.tenant_id = ${tenantId} and r.run_id = s.run_id and s.tenant_id = ${tenantId}
      and s.step_id = ${stepId} and s.fence = ${fence} and s.claimed_by = ${runnerId}
      and s.state = 'running'
    returning r.finished_at is not null as ended`.execute(tx);
  return rows[0];
}

/** The step, if the claim is the last one there was of it; whatever became of it since. */
export function lockClaimedStep(
  tx: Db,
  tenantId: string,
  { stepId, runnerId, fence }: StepClaim,
): Promise<StepRow | undefined> {
  return tx
    .selectFrom('run_steps')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('step_id', '=', stepId)
    .where('claimed_by', '=', runnerId)
    .where('fence', '=', fence)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a chunk to a step's output. */
export async function appendOutput(
  tx: Db,
  tenantId: string,
  stepId: string,
  chunk: { readonly text: string; readonly bytes: number; readonly cut: boolean },
): Promise<void> {
  const { text, bytes, cut } = chunk;
  await sql`
    update run_steps set output = output || ${text}, output_seq = output_seq + 1,
      output_bytes = output_bytes + ${bytes}, output_cut = output_cut or ${cut}
    where tenant_id = ${tenantId} and step_id = ${stepId}`.execute(tx);
}
