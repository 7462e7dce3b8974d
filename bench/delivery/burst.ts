import { readServerFacts } from '../stored.ts';
import { spreadEvenly } from './event-plan.ts';
import { tenantsOfTen } from './furnish.ts';
import { between } from './latencies.ts';
import { countWhenIdle } from './left-behind.ts';
import type { BenchOptions } from './options.ts';
import { faultsLeft, faultsOf, type Outcome, receivedFigures, receivedLine } from './outcome.ts';
import { type Run, withRun } from './run.ts';

const EVENTS = 50_000;
const ENDPOINTS = 100;
const INCIDENTS_EACH = 50;
/** One event of each incident beforehand, for compilers and caches. */
const WARM_UP = ENDPOINTS * INCIDENTS_EACH;

/** D1: everything at once, from the commit to the last delivery. */
export function measureBurst(options: BenchOptions): Promise<readonly Outcome[]> {
  const plan = spreadEvenly(WARM_UP + EVENTS, ENDPOINTS, INCIDENTS_EACH);
  return withRun({ ...options, furnish: tenantsOfTen(ENDPOINTS), plan }, async (run) => [
    await measure(run),
  ]);
}

async function measure(run: Run): Promise<Outcome> {
  const { plan, outbox, receiver, rig } = run;
  await run.warmUp(WARM_UP);
  const { committedAt, usageOf } = await run.burst(WARM_UP);
  await receiver.until(({ events }) => events >= plan.count);
  const usage = await usageOf(EVENTS);
  const left = await countWhenIdle(await rig.connection());
  const report = await receiver.report();
  const times = between(outbox.committedAt, report.receivedAt, (event) => event >= WARM_UP);
  const figures = {
    events: times.length,
    deliveredInMs: times.at(-1) ?? Number.NaN,
    deliveriesPerSecond: Math.round(times.length / ((times.at(-1) ?? Number.NaN) / 1_000)),
    firstAfterMs: times[0] ?? Number.NaN,
    halfAfterMs: times[Math.floor(times.length / 2)] ?? Number.NaN,
    dispatchedInMs: left.dispatchedAt - committedAt,
    ...receivedFigures(report),
  };
  return {
    name: 'D1',
    title: `burst of ${EVENTS} events`,
    setting:
      `${ENDPOINTS} endpoints on ${ENDPOINTS / 10} tenants, each told of its own service's ` +
      `${INCIDENTS_EACH} incidents, strict order, ${EVENTS / WARM_UP} events an incident; one ` +
      `transaction, after ${WARM_UP} events to warm up`,
    goal: '≥ 8,000/s (design: ≥ 5,000/s)',
    lines: [
      `${figures.deliveriesPerSecond} deliveries/s: all within ${seconds(figures.deliveredInMs)} s of the commit`,
      `first after ${figures.firstAfterMs.toFixed(0)} ms, half after ${seconds(figures.halfAfterMs)} s; ` +
        `dispatched in ${seconds(figures.dispatchedInMs)} s`,
      receivedLine(report),
    ],
    figures,
    events: EVENTS,
    usage,
    server: await readServerFacts(await rig.connection()),
    problems: [
      ...run.complaints(),
      ...faultsOf(report, () => true),
      ...faultsLeft(left, plan.count),
    ],
  };
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(2);
}
