import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { readServerFacts } from '../stored.ts';
import { spreadEvenly } from './event-plan.ts';
import { tenantsOfTen } from './furnish.ts';
import { countLeft } from './left-behind.ts';
import type { BenchOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import { type Run, withRun } from './run.ts';

const EVENTS = 50_000;
const ENDPOINTS = 100;
const INCIDENTS_EACH = 50;
const WARM_UP = ENDPOINTS * INCIDENTS_EACH;

const LOOK_EVERY = 100;
const PATIENCE = 60_000;

/** D5: how fast events become deliveries, while all endpoints are paused. */
export function measureEnqueue(options: BenchOptions): Promise<readonly Outcome[]> {
  const plan = spreadEvenly(WARM_UP + EVENTS, ENDPOINTS, INCIDENTS_EACH);
  return withRun({ ...options, furnish: tenantsOfTen(ENDPOINTS), plan }, async (run) => [
    await measure(run),
  ]);
}

async function measure(run: Run): Promise<Outcome> {
  const { plan, outbox, waker, rig, endpoints } = run;
  const client = new pg.Client(await rig.connection());
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(PAUSE, [
      endpoints.map(({ tenantId }) => tenantId),
      endpoints.map(({ webhookId }) => webhookId),
    ]);
    await outbox.put(0, WARM_UP);
    waker.wake();
    await untilDispatched(client);
    const { committedAt, usageOf } = await run.burst(WARM_UP);
    await untilDispatched(client);
    const usage = await usageOf(EVENTS);
    const left = await countLeft(await rig.connection());
    const enqueuedInMs = left.dispatchedAt - committedAt;
    const perSecond = Math.round(EVENTS / (enqueuedInMs / 1_000));
    return {
      name: 'D5',
      title: 'enqueue: events become deliveries',
      setting:
        `burst of ${EVENTS} events, ${ENDPOINTS} endpoints on ${ENDPOINTS / 10} tenants × ` +
        `${INCIDENTS_EACH} incidents, all endpoints paused; after ${WARM_UP} to warm up`,
      goal: '≥ 50,000/s (research)',
      lines: [`${perSecond} events/s: ${enqueuedInMs.toFixed(0)} ms`],
      figures: { perSecond, enqueuedInMs, deliveries: left.deliveries, lanes: left.lanes },
      events: EVENTS,
      usage,
      server: await readServerFacts(await rig.connection()),
      problems: [
        ...(left.deliveries === plan.count ? [] : [`${left.deliveries} deliveries wait`]),
        ...(left.delivered + left.failed === 0 ? [] : ['a paused endpoint was called']),
        ...run.complaints(),
      ],
    };
  } finally {
    await client.end();
  }
}

const PAUSE = `insert into destination_health (tenant_id, destination_id, failures, open_until, reason)
  select t, d, 0, now() + interval '1 hour', 'throttled' from unnest($1::text[], $2::text[]) as u(t, d)`;

/** The outbox is asked seldom: the time is taken from the rows that its events leave. */
async function untilDispatched(client: pg.Client): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const { rows } = await client.query('select from outbox limit 1');
    if (rows.length === 0) return;
    await sleep(LOOK_EVERY);
  }
}
