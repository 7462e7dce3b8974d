import { setTimeout as sleep } from 'node:timers/promises';
import { requireSignature } from '../../test/generic-secret.ts';
import { createSignedBodies } from '../signed-requests.ts';
import { readServerFacts } from '../stored.ts';
import { planEvents, titleOf } from './event-plan.ts';
import { inDefaultTenant } from './furnish.ts';
import { between, inWords, latencyOf } from './latencies.ts';
import { countWhenIdle } from './left-behind.ts';
import type { BenchOptions } from './options.ts';
import { faultsLeft, faultsOf, type Outcome, receivedFigures, receivedLine } from './outcome.ts';
import { createPoster, type Posted } from './poster.ts';
import type { ReceiverReport } from './receiver-plan.ts';
import { openSite, type Site } from './site.ts';
import { startUsage } from './usage.ts';

const WARM_UP = 20;
const EVENTS = 200;
const APART = 50;

/** Posts the request that leaves the event with this number. */
type Produce = (event: number) => Promise<Posted>;

interface Source {
  readonly name: string;
  readonly produce: Produce;
}

/** D3: one event at a time through the hub's own doors, from its answer to the receiver. */
export async function measureIdle(options: BenchOptions): Promise<readonly Outcome[]> {
  const site = await openSite(options, inDefaultTenant);
  const poster = createPoster(site.rig.hub().port);
  try {
    const sources = [await alerts(site, poster.post), incidents(site, poster.post)];
    const outcomes: Outcome[] = [];
    for (const source of sources) outcomes.push(await measure(site, source));
    return outcomes;
  } finally {
    poster.close();
    await site.close();
  }
}

/** A signed generic alert: stored by the intake, opens an incident. */
async function alerts(
  { rig }: Site,
  post: ReturnType<typeof createPoster>['post'],
): Promise<Source> {
  const { secret } = await requireSignature(rig);
  const signed = createSignedBodies({ secret, prefix: 'bench', batch: 1 });
  const produce: Produce = (event) => {
    const { body, signature } = signed(event);
    return post('/api/v1/webhooks/generic', body, { 'x-regen-signature': signature });
  };
  return { name: 'a signed alert', produce };
}

/** A person's incident: stored by a verb. */
function incidents({ rig }: Site, post: ReturnType<typeof createPoster>['post']): Source {
  const headers = { authorization: `Bearer ${rig.rootToken}`, 'x-tenant': 'default' };
  const produce: Produce = (event) => {
    const body = { title: titleOf(event), severity: 'critical', description: 'Opened by hand.' };
    return post('/api/v1/incidents', JSON.stringify(body), headers);
  };
  return { name: 'an incident by API', produce };
}

async function measure(site: Site, { name, produce }: Source): Promise<Outcome> {
  const { receiver, rig } = site;
  const count = WARM_UP + EVENTS;
  const plan = planEvents(
    count,
    (event) => event,
    () => 0,
  );
  await site.expect(plan);
  const logged = (await countWhenIdle(await rig.connection())).delivered;
  const sentAt = new Float64Array(count);
  const answeredAt = new Float64Array(count);
  const usageOf = await startUsage(site);
  for (let event = 0; event < count; event++) {
    const posted = await produce(event);
    if (posted.status >= 300) throw new Error(`${name}: ${posted.status} ${posted.body}`);
    sentAt[event] = posted.sentAt;
    answeredAt[event] = posted.answeredAt;
    await sleep(APART);
  }
  await receiver.until(({ events }) => events >= count);
  const usage = await usageOf(count);
  const left = await countWhenIdle(await rig.connection());
  const report = await receiver.report();
  return {
    ...outcomeOf(name, { sentAt, answeredAt }, report),
    events: count,
    usage,
    server: await readServerFacts(await rig.connection()),
    problems: [
      ...site.complaints(),
      ...faultsOf(report, () => true),
      ...faultsLeft(left, logged + count),
    ],
  };
}

function outcomeOf(
  name: string,
  { sentAt, answeredAt }: Readonly<Record<'sentAt' | 'answeredAt', Float64Array>>,
  report: ReceiverReport,
) {
  const measured = (event: number) => event >= WARM_UP;
  const latency = latencyOf(between(answeredAt, report.receivedAt, measured));
  const wholeWay = latencyOf(between(sentAt, report.receivedAt, measured));
  return {
    name: 'D3',
    title: `idle: one event at a time, by ${name}`,
    setting: `1 endpoint, ${EVENTS} events ${APART} ms apart, after ${WARM_UP} to warm up`,
    goal: 'p50 ≤ 10 ms, p99 ≤ 50 ms',
    lines: [
      `from the hub's 2xx to the receiver ${inWords(latency)}`,
      `from sending the request that caused it ${inWords(wholeWay)}`,
      receivedLine(report),
    ],
    figures: { latency, wholeWay, ...receivedFigures(report) },
  };
}
