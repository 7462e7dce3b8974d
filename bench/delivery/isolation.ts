import { readServerFacts } from '../stored.ts';
import { type EventPlan, planEvents } from './event-plan.ts';
import { tenantsOfTen } from './furnish.ts';
import { between, inWords, latencyOf } from './latencies.ts';
import type { BenchOptions } from './options.ts';
import { faultsOf, type Outcome, receivedFigures, receivedLine } from './outcome.ts';
import type { ReceiverReport } from './receiver-plan.ts';
import { type Run, withRun } from './run.ts';

const EVENTS = 20_000;
const ENDPOINTS = 20;
const INCIDENTS_EACH = 50;
/** Every fifth event is for the slow endpoint. */
const SHARE = 5;
/** The slow one takes this long (ms), and may. */
const DELAY = 5_000;
const DEADLINE = 10_000;

const HEALTHY = EVENTS - EVENTS / SHARE;
const HEALTHY_INCIDENTS = (ENDPOINTS - 1) * INCIDENTS_EACH;
/** One event of each healthy incident; the slow endpoint is not warmed up. */
const WARM_UP = HEALTHY_INCIDENTS;

/** D4: what one slow endpoint does to the others. */
export async function measureIsolation(options: BenchOptions): Promise<readonly Outcome[]> {
  const baseline = await measureOnce(options, planAlone());
  const beside = await measureOnce(options, planBeside());
  const [before, after] = [latencyOf(baseline.times), latencyOf(beside.times)];
  const ratio = after.p99 / before.p99;
  const figures = {
    baseline: before,
    besideSlow: after,
    ratioOfP99: ratio,
    healthyDrainedInMs: after.max,
    receivedBySlow: beside.receivedBySlow,
    ...receivedFigures(beside.report),
  };
  return [
    {
      name: 'D4',
      title: 'isolation: one slow endpoint among 20',
      setting:
        `burst of ${EVENTS} events; every ${SHARE}th is for an endpoint that answers after ` +
        `${DELAY / 1_000} s, in a tenant with nine others; ${INCIDENTS_EACH} incidents an ` +
        `endpoint; the baseline has the ${HEALTHY} other events only`,
      goal: 'healthy p99 ≤ 1.25 × baseline, ≤ 2 s',
      lines: [
        `healthy alone       ${inWords(before)}`,
        `beside the slow one ${inWords(after)}: p99 ${ratio.toFixed(2)} × baseline`,
        `the healthy had all after ${(after.max / 1_000).toFixed(2)} s, the slow one ${beside.receivedBySlow} by then`,
        receivedLine(beside.report),
      ],
      figures,
      events: EVENTS,
      usage: beside.usage,
      server: beside.server,
      problems: [...baseline.problems, ...beside.problems],
    },
  ];
}

/** Incidents from 0; those of endpoint 0, the slow one, come after the others. */
function healthyEndpoint(incident: number): number {
  return 1 + (incident % (ENDPOINTS - 1));
}

function planAlone(): EventPlan {
  return planEvents(WARM_UP + HEALTHY, (event) => event % HEALTHY_INCIDENTS, healthyEndpoint);
}

function planBeside(): EventPlan {
  const incidentOf = (event: number) => {
    if (event < WARM_UP) return event;
    const number = event - WARM_UP;
    const turn = Math.floor(number / SHARE);
    if (number % SHARE === 0) return HEALTHY_INCIDENTS + (turn % INCIDENTS_EACH);
    return (number - turn - 1) % HEALTHY_INCIDENTS;
  };
  const endpointOf = (incident: number) =>
    incident < HEALTHY_INCIDENTS ? healthyEndpoint(incident) : 0;
  return planEvents(WARM_UP + EVENTS, incidentOf, endpointOf);
}

function measureOnce(options: BenchOptions, plan: EventPlan) {
  const furnish = tenantsOfTen(ENDPOINTS, DEADLINE);
  const delayOf = (endpoint: number) => (endpoint === 0 ? DELAY : 0);
  return withRun({ ...options, furnish, plan, delayOf }, measure);
}

async function measure(run: Run) {
  const { plan, outbox, receiver, rig } = run;
  const isHealthy = (event: number) => plan.endpointOf[event] !== 0;
  await run.warmUp(WARM_UP);
  const { usageOf } = await run.burst(WARM_UP);
  await receiver.until(({ prompt }) => prompt >= WARM_UP + HEALTHY);
  const usage = await usageOf(EVENTS);
  const report = await receiver.report();
  return {
    times: between(
      outbox.committedAt,
      report.receivedAt,
      (event) => event >= WARM_UP && isHealthy(event),
    ),
    receivedBySlow: countOf(report, (event) => !isHealthy(event)),
    report,
    usage,
    server: await readServerFacts(await rig.connection()),
    problems: [...run.complaints(), ...faultsOf(report, isHealthy)],
  };
}

function countOf({ receivedAt }: ReceiverReport, counts: (event: number) => boolean): number {
  return receivedAt.filter((at, event) => !Number.isNaN(at) && counts(event)).length;
}
