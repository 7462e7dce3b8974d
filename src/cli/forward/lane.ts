import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, formatInstant } from '../../kernel/time.ts';
import type { Entry, ForwardRoute } from './entry.ts';
import type { ForwardLog } from './log.ts';
import type { ForwardMetrics } from './metrics.ts';
import type { Spool } from './spool.ts';
import type { Waiting } from './spool-index.ts';
import { type Answer, judgeAnswer, pauseAfter } from './verdict.ts';

/** Sends what is spooled of one route, one after another, in the order of arrival. */
export interface Lane {
  /** Why the hub takes nothing from us until somebody changes a setting, else null. */
  readonly barred: () => string | null;
  /** Ends it; a payload that is under way is given up and stays in the spool. */
  readonly stop: () => Promise<void>;
}

export interface LaneDeps {
  readonly route: ForwardRoute;
  readonly spool: Spool;
  readonly send: (entry: Entry, signal: AbortSignal) => Promise<Answer>;
  readonly clock: Clock;
  /** At least 0, below 1: jitter. */
  readonly random: () => number;
  readonly metrics: Pick<ForwardMetrics, 'attempted' | 'forwarded' | 'refused'>;
  readonly log: ForwardLog;
  /** How long (ms) to give a request that is under way when asked to stop. */
  readonly grace: number;
}

/** How long (ms) to wait after an error of our own disk. */
const DISK_PAUSE = 5_000;

interface LaneState {
  failures: number;
  barred: string | null;
  /** Ends the wait of an idle lane. */
  wake: () => void;
  readonly stopping: AbortSignal;
  readonly cut: AbortSignal;
}

export function startLane(deps: LaneDeps): Lane {
  const stopping = new AbortController();
  const cut = new AbortController();
  const state: LaneState = {
    failures: 0,
    barred: null,
    wake: () => {},
    stopping: stopping.signal,
    cut: cut.signal,
  };
  const ended = run(deps, state);
  return {
    barred: () => state.barred,
    stop: async () => {
      stopping.abort();
      state.wake();
      const late = setTimeout(() => cut.abort(), deps.grace);
      await ended;
      clearTimeout(late);
    },
  };
}

async function run(deps: LaneDeps, state: LaneState): Promise<void> {
  const { spool, route, log } = deps;
  while (!state.stopping.aborted) {
    const waiting = spool.head(route);
    if (!waiting) {
      await workOrEnd(deps, state);
      continue;
    }
    try {
      await forwardOne(deps, state, waiting);
    } catch (error) {
      log.error({ err: error, route, file: waiting.name }, 'the spool cannot be read or changed');
      await pause(DISK_PAUSE, state);
    }
  }
}

/** Resolves when something is added, or when the lane is to stop. */
function workOrEnd({ spool, route }: LaneDeps, state: LaneState): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  state.wake = resolve;
  void spool.added(route).then(resolve);
  return promise;
}

async function forwardOne(deps: LaneDeps, state: LaneState, waiting: Waiting): Promise<void> {
  const { spool, route, log, metrics } = deps;
  const entry = await spool.read(waiting);
  if (!entry) {
    log.error({ route, file: waiting.name }, 'a spooled file is damaged');
    await spool.refuse(waiting, {
      error: 'damaged',
      detail: 'The file was not as it was written.',
    });
    metrics.refused(route, 'damaged');
    return;
  }
  const answer = await deps.send(entry, state.cut);
  if (state.cut.aborted) return;
  metrics.attempted(route, answer.answered ? String(answer.status) : 'no_answer');
  const verdict = judgeAnswer(answer);
  if (verdict === 'forwarded') {
    await spool.done(waiting);
    settle(deps, state);
    metrics.forwarded(route);
  } else if (verdict === 'refused' && answer.answered) {
    await spool.refuse(waiting, letterOf(deps, entry, answer));
    settle(deps, state);
    metrics.refused(route, String(answer.status));
    log.warn({ ...factsOf(deps, answer), id: entry.id }, 'the hub refused a payload for good');
  } else {
    await putOff(deps, state, { answer, barred: verdict === 'barred' });
  }
}

/** The hub took the last payload, or understood it well enough to refuse it. */
function settle({ route, log }: LaneDeps, state: LaneState): void {
  if (state.failures > 0) log.info({ route, failures: state.failures }, 'the hub answers again');
  state.failures = 0;
  state.barred = null;
}

async function putOff(
  deps: LaneDeps,
  state: LaneState,
  { answer, barred }: { readonly answer: Answer; readonly barred: boolean },
): Promise<void> {
  state.failures += 1;
  const facts = factsOf(deps, answer);
  state.barred = barred ? `${deps.route}: the hub answers ${facts.status}` : null;
  const timing = { now: deps.clock(), random: deps.random() };
  const ms = pauseAfter(answer, state.failures, timing);
  const message = barred
    ? 'the hub takes nothing from this forwarder: check its URL, tenant and secret'
    : 'the hub is not there';
  deps.log.warn({ ...facts, failures: state.failures, again_in_ms: ms }, message);
  await pause(ms, state);
}

function factsOf({ route }: LaneDeps, answer: Answer) {
  return answer.answered
    ? { route, status: answer.status, text: answer.text.slice(0, 300) }
    : { route, error: answer.error };
}

/** What lies beside a dead letter. */
function letterOf(
  { clock }: LaneDeps,
  { id, route, receivedAt }: Entry,
  { status, text }: Extract<Answer, { answered: true }>,
) {
  const times = { received_at: formatInstant(receivedAt), refused_at: formatInstant(clock()) };
  return { id, route, ...times, status, answer: text };
}

async function pause(ms: number, { stopping }: LaneState): Promise<void> {
  await sleep(ms, undefined, { signal: stopping }).catch(() => {});
}
