import { setTimeout as sleep } from 'node:timers/promises';
import { readServerFacts } from '../stored.ts';
import { spreadEvenly } from './event-plan.ts';
import { tenantsOfTen } from './furnish.ts';
import { between, inWords, latencyOf } from './latencies.ts';
import { countWhenIdle } from './left-behind.ts';
import type { BenchOptions } from './options.ts';
import { faultsLeft, faultsOf, type Outcome, receivedFigures, receivedLine } from './outcome.ts';
import { type Run, withRun } from './run.ts';
import { sharedNow } from './shared-clock.ts';
import { startUsage } from './usage.ts';

const ENDPOINTS = 100;
const INCIDENTS_EACH = 50;
const WARM_UP = ENDPOINTS * INCIDENTS_EACH;
/** Events in a transaction, and at most when the rig is late. */
const BATCH = 50;
const MOST = 500;

/** D2: a load that goes on, in small transactions. */
export function measureSteady(options: BenchOptions): Promise<readonly Outcome[]> {
  const offered = options.seconds * options.rate;
  const plan = spreadEvenly(WARM_UP + offered, ENDPOINTS, INCIDENTS_EACH);
  return withRun({ ...options, furnish: tenantsOfTen(ENDPOINTS), plan }, async (run) => [
    await measure(run, options.rate),
  ]);
}

async function measure(run: Run, rate: number): Promise<Outcome> {
  const { plan, outbox, receiver, rig } = run;
  await run.warmUp(WARM_UP);
  const offered = plan.count - WARM_UP;
  const usageOf = await startUsage(run);
  const begin = sharedNow();
  const transactions = await offer(run, rate);
  const end = sharedNow();
  const usage = await usageOf(receiver.progress().events - WARM_UP);
  await receiver.until(({ events }) => events >= plan.count);
  const left = await countWhenIdle(await rig.connection());
  const report = await receiver.report();
  const inTime = report.receivedAt.filter((at, event) => event >= WARM_UP && at <= end).length;
  const window = (end - begin) / 1_000;
  const latency = latencyOf(
    between(outbox.committedAt, report.receivedAt, (event) => event >= WARM_UP),
  );
  const late = report.receivedAt.filter((at) => at > end);
  const lastAt = late.reduce((a, b) => Math.max(a, b), end);
  const figures = {
    offeredPerSecond: Math.round(offered / window),
    achievedPerSecond: Math.round(inTime / window),
    backlog: offered - inTime,
    drainedAfterMs: lastAt - end,
    latency,
    ...receivedFigures(report),
  };
  return {
    name: 'D2',
    title: `steady ${rate} events/s for ${(offered / rate).toFixed(0)} s`,
    setting:
      `${ENDPOINTS} endpoints on ${ENDPOINTS / 10} tenants × ${INCIDENTS_EACH} incidents, strict ` +
      `order; ${transactions} transactions of ${BATCH} events and more where the rig was late`,
    goal: '≥ 5,000/s for 60 s, no backlog',
    lines: [
      `${figures.achievedPerSecond}/s delivered of ${figures.offeredPerSecond}/s offered; backlog at ` +
        `the end ${figures.backlog}, gone ${(figures.drainedAfterMs / 1_000).toFixed(2)} s later`,
      `commit → receipt ${inWords(latency)}`,
      receivedLine(report),
    ],
    figures,
    events: inTime,
    usage,
    server: await readServerFacts(await rig.connection()),
    problems: [
      ...run.complaints(),
      ...faultsOf(report, () => true),
      ...faultsLeft(left, plan.count),
    ],
  };
}

/** Commits what is due by the clock until all is offered. Returns the number of transactions. */
async function offer({ plan, outbox, waker }: Run, rate: number): Promise<number> {
  const begin = sharedNow();
  let [stored, transactions] = [WARM_UP, 0];
  while (stored < plan.count) {
    const due = WARM_UP + Math.floor(((sharedNow() - begin) / 1_000) * rate) - stored;
    const left = plan.count - stored;
    if (due < Math.min(BATCH, left)) {
      await sleep(1);
      continue;
    }
    const next = stored + Math.min(due, MOST, left);
    await outbox.put(stored, next);
    waker.wake();
    stored = next;
    transactions++;
  }
  return transactions;
}
