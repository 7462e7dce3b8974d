import { SECOND } from '../kernel/time.ts';
import { transact } from '../store/transaction.ts';
import type { Context } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { StepRow } from './run-queries.ts';
import { requireRunner } from './runner-context.ts';
import { claimCommandStep, hasNews, noteRunnerSeen } from './runner-queries.ts';
import { type Claim, type ClaimBody, type ClaimedStep, STEP_LEASE } from './runner-schemas.ts';

/** How often (ms) a waiting claim looks by itself: other replicas' commits are not heard here. */
const LOOK_EVERY = SECOND;

const SEEN_EVERY = 10 * SECOND;

/** Tells a waiting claim to come to an end: the runner is gone, or the hub closes. */
export type Hurry = () => boolean;

/**
 * The next step for the runner's host, waited for as long as it asks. It is `running` then, under a new
 * fence, and has to be started before anything is executed.
 */
export async function claimStep(
  context: Context,
  input: ClaimBody,
  isHurried: Hurry,
): Promise<Claim> {
  const until = performance.now() + input.wait_ms;
  const committed = listen(context);
  /** False when it is time to answer that there is none. */
  const isWorthALook = async (runnerId: string): Promise<boolean> => {
    for (;;) {
      const left = until - performance.now();
      if (left <= 0 || isHurried()) return false;
      await committed.wait(Math.min(left, LOOK_EVERY));
      if (isHurried()) return false;
      if (await isThereNews(context, runnerId)) return true;
    }
  };
  try {
    for (;;) {
      const { step, runnerId } = await claimNow(context, input);
      if (step !== null || !(await isWorthALook(runnerId))) return { step };
    }
  } finally {
    committed.close();
  }
}

/** Most looks find nothing: they must not cost a transaction. */
function isThereNews(context: Context, runnerId: string): Promise<boolean> {
  const { tenantId } = context.caller;
  const now = new Date(context.clock());
  return readVerb(context, (db) => hasNews(db, tenantId, runnerId, now));
}

interface Look {
  readonly step: ClaimedStep | null;
  readonly runnerId: string;
}

function claimNow(context: Context, input: ClaimBody): Promise<Look> {
  return transact(silent(context), async (tx) => {
    const { tenantId } = context.caller;
    const { runner_id: runnerId, host } = await requireRunner(tx, context);
    const now = context.clock();
    const { version, allow_list_digest } = input;
    const seen = { at: new Date(now), unlessSince: new Date(now - SEEN_EVERY) };
    await noteRunnerSeen(tx, tenantId, runnerId, { ...seen, version, allow_list_digest });
    const leasedUntil = new Date(now + STEP_LEASE);
    const claim = { runnerId, host, now: new Date(now), leasedUntil };
    const row = await claimCommandStep(tx, tenantId, claim);
    return { step: row === undefined ? null : showClaim(row), runnerId };
  });
}

/** A claim that looks is no news: it must not wake the claims that wait, itself among them. */
function silent({ store }: Context): Context['store'] {
  return { ...store, committed: { ...store.committed, notify: () => {} } };
}

function showClaim(row: StepRow): ClaimedStep {
  const { program, args, sudo } = row.bound;
  return {
    id: row.step_id,
    run_id: row.run_id,
    name: row.name,
    fence: row.fence,
    attempt: row.attempt,
    program: String(program),
    args: Array.isArray(args) ? args.map(String) : [],
    sudo: sudo === true,
    timeout_ms: row.timeout_s * SECOND,
    lease_ms: STEP_LEASE,
  };
}

/** Waits for commits of this process, or some time; those between two waits are not missed. */
function listen({ store }: Context) {
  let heard = false;
  let wake = () => {};
  const close = store.committed.subscribe(() => {
    heard = true;
    wake();
  });
  const wait = async (ms: number) => {
    if (!heard) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      wake = resolve;
      await promise;
      clearTimeout(timer);
    } else {
      // On a busy hub something commits all the time.
      await new Promise((resolve) => setTimeout(resolve, Math.min(ms, SECOND / 4)));
    }
    heard = false;
  };
  return { wait, close };
}
