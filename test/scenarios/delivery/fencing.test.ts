import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { completeBatch, type Finished } from '../../../src/delivery/completion.ts';
import { deleteWebhook } from '../../../src/delivery/delete-webhook.ts';
import { deliverEvents } from '../../../src/delivery/deliver-events.ts';
import type { DeliveryContext } from '../../../src/delivery/delivery-context.ts';
import { createDestinationBook } from '../../../src/delivery/destinations.ts';
import { createFactBook } from '../../../src/delivery/event-facts.ts';
import { type Head, leaseLanes, listHeads } from '../../../src/delivery/lane-queries.ts';
import { sendDelivery } from '../../../src/delivery/send-delivery.ts';
import { startWorker } from '../../../src/delivery/worker.ts';
import { acknowledgeIncident } from '../../../src/incidents/acknowledge-incident.ts';
import { commentIncident } from '../../../src/incidents/comment-incident.ts';
import { dispatchBatch, startDispatcher } from '../../../src/incidents/dispatch.ts';
import { editIncident } from '../../../src/incidents/edit-incident.ts';
import { reopenIncident } from '../../../src/incidents/reopen-incident.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { createOutboundClient } from '../../../src/outbound/client.ts';
import { openStore } from '../../../src/store/connection.ts';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import {
  type Break,
  type Breakpoints,
  installBreakpoints,
  type Place,
} from '../../faults/breakpoints.ts';
import { keepCircuitsClosed } from '../../faults/closed-circuits.ts';
import { createLedger, type ExpectedEvent } from '../../faults/receipts.ts';
import { openDeliveryRoom } from './delivery-room.ts';

// What holds when a process is cut off in the middle: research, webhook-delivery §7 rows 1, 2.

let room: Awaited<ReturnType<typeof openDeliveryRoom>>;
let breakpoints: Breakpoints;
const receivers: FakeReceiver[] = [];
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  room = await openDeliveryRoom();
  breakpoints = await installBreakpoints(room.store);
});
afterAll(() => room.close());
afterEach(async () => {
  await breakpoints.clear();
  for (const stop of stops.splice(0)) await stop();
  for (const receiver of receivers.splice(0)) await receiver.close();
  await room.store.db.updateTable('webhooks').set({ enabled: false }).execute();
  for (const table of ['outbox', 'deliveries', 'lanes', 'destination_health'] as const) {
    await room.store.db.deleteFrom(table).execute();
  }
});

const listeners = () => [
  deliverEvents(room.clock, createFactBook(room.clock, 'https://hub.example')),
];
async function dispatch(heard = listeners()): Promise<void> {
  const options = { store: room.store, listeners: heard, dispatched: () => {} };
  while (await dispatchBatch(options)) {}
}
const comment = (id: string, text: string) => commentIncident(room.as(), { id, text });
const settled = (timeout = 10_000) =>
  expect.poll(room.waiting, { timeout }).toEqual({ deliveries: 0, lanes: 0 });
const lanes = () => room.store.db.selectFrom('lanes').selectAll().orderBy('lane_id').execute();
const deliveries = () =>
  room.store.db
    .selectFrom('deliveries')
    .selectAll()
    .orderBy('lane_id')
    .orderBy('position')
    .execute();
const expireLeases = () =>
  sql`update lanes set leased_until = now() where leased_until is not null`.execute(room.store.db);

async function receiver(): Promise<FakeReceiver> {
  const started = await startReceiver();
  receivers.push(started);
  return started;
}

/** All events so far, by the timelines, in the order of the incidents. */
async function happenings(): Promise<ExpectedEvent[]> {
  const query = room.store.db.selectFrom('timeline_entries').select(['incident_id', 'at']);
  const rows = await query.orderBy('incident_id').orderBy('seq').execute();
  return rows.map(({ incident_id, at }) => ({ incident: incident_id, at: at.getTime() }));
}

/** Until no request has come for a second. */
async function quiet({ requests }: FakeReceiver): Promise<void> {
  for (let seen = -1; seen !== requests.length; await sleep(1_000)) seen = requests.length;
}

/** An incident with that many events, waiting in the lanes of all webhooks. */
async function backlog(events: number): Promise<string> {
  const id = await room.opened();
  for (let n = 2; n <= events; n++) await comment(id, `Note ${n}`);
  await dispatch();
  return id;
}

/** A replica whose connections and complaints can be told from others'. */
function replica(name: string) {
  const logged: { msg: string }[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const store = openStore({ connection: { ...room.store.connection, application_name: name } });
  const outbound = createOutboundClient({ allowCidrs: ['127.0.0.0/8'] });
  const { clock, sealer } = room;
  const metrics = new Registry();
  const worker = startWorker({ store, clock, sealer, outbound, log, metrics, userAgent: 'Tocsin' });
  const dispatcher = startDispatcher({
    store,
    log,
    listeners: listeners(),
    dispatched: worker.wake,
  });
  // As if the verbs of these tests ran in the replica itself.
  const unsubscribe = room.store.committed.subscribe(dispatcher.wake);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    unsubscribe();
    stopping ??= dispatcher.close().then(worker.close).then(store.close);
    return stopping;
  };
  stops.push(stop);
  return { logged, stop };
}

describe('a result that comes too late', () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client({ ...room.store.connection, pipeline: true });
    await client.connect();
  });
  afterAll(() => client.end());

  /** The one lane there is, taken away from whoever holds it. */
  async function take(lease: string): Promise<Head> {
    await expireLeases();
    const leased = await leaseLanes(room.store.pool, lease, 1, []);
    const [head] = await listHeads(room.store.pool, leased);
    if (!head) throw new Error('There is no lane to take.');
    return head;
  }

  async function answered(head: Head, status: number): Promise<Finished> {
    const destination = await createDestinationBook(room).get(head.lane);
    const answer = { answered: true, status, headers: {}, body: '', durationMs: 1 } as const;
    const deps = { clock: room.clock, random: Math.random, userAgent: 'Tocsin' };
    const outbound = { send: async () => answer };
    const finished = destination && (await sendDelivery({ ...deps, outbound }, head, destination));
    if (!finished) throw new Error('It was not sent.');
    return finished;
  }

  const complete = (...batch: Finished[]) =>
    completeBatch(client, batch, {
      clock: room.clock,
      noteHealth: async () => {},
      noteActions: async () => {},
    });

  test.each([200, 500, 422])(
    '(%i) leaves deliveries and lanes alone, and is recorded',
    async (status) => {
      const id = await room.webhook('http://127.0.0.1:9');
      await backlog(2);
      const stale = await answered(await take('process-1'), status);
      await take('process-2');
      const before = [await deliveries(), await lanes()];
      expect(await complete(stale)).toEqual([{ next: null }]);
      expect([await deliveries(), await lanes()]).toEqual(before);
      expect(await room.attempts(id)).toMatchObject([{ attempt: 1, status }]);
    },
  );

  test('finds the lane gone: recorded, nothing else', async () => {
    const id = await room.webhook('http://127.0.0.1:9');
    await backlog(1);
    const stale = await answered(await take('process-1'), 500);
    const current = await answered(await take('process-2'), 200);
    await complete(current);
    await complete(stale);
    expect(await room.waiting()).toEqual({ deliveries: 0, lanes: 0 });
    const attempts = await room.attempts(id);
    expect(attempts.map(({ outcome }) => outcome).sort()).toEqual(['delivered', 'retrying']);
  });

  test.each([
    [500, 200],
    [200, 500],
    [200, 200],
  ])('with the one that counts (%i, then %i): only the latter counts', async (late, current) => {
    await room.webhook('http://127.0.0.1:9');
    await backlog(2);
    const stale = await answered(await take('process-1'), late);
    const holder = await answered(await take('process-2'), current);
    const [none, { next } = { next: null }] = await complete(stale, holder);
    expect(none).toEqual({ next: null });
    expect(next && [next.position, next.lane.lease]).toEqual(
      current === 200 ? [2, 'process-2'] : null,
    );
    const left = await deliveries();
    expect(left.map(({ position }) => position)).toEqual(current === 200 ? [2] : [1, 2]);
    expect((await lanes())[0]?.pending).toBe(left.length);
  });

  test('of an event that a later one has replaced: only the later one counts', async () => {
    const id = await room.webhook('http://127.0.0.1:9', { ordering: 'latest' });
    const incident = await backlog(2);
    const stale = await answered(await take('process-1'), 500);
    await comment(incident, 'Replaces both');
    await dispatch();
    const holder = await answered(await take('process-2'), 200);
    await complete(stale, holder);
    expect(await room.waiting()).toEqual({ deliveries: 0, lanes: 0 });
    const outcomes = (await room.attempts(id)).map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['delivered', 'retrying', 'superseded', 'superseded']);
  });
});

describe('a result that could not be stored', () => {
  test.each<[Place, Break]>([
    ['delivery_attempts', 'error'],
    ['lanes', 'error'],
    ['lanes', 'cut'],
  ])('(%s: %s) means sending the same again', async (place, how) => {
    const there = await receiver();
    const id = await room.webhook(there.url);
    await backlog(2);
    there.respondWith(async () => {
      if (there.requests.length === 1) await breakpoints.set(place, how, 1);
      return 200;
    });
    const { logged } = replica('storing');
    await expect.poll(() => logged.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(there.requests).toHaveLength(1);
    expect((await deliveries()).map(({ attempts }) => attempts)).toEqual([0, 0]);
    await breakpoints.clear();
    await expireLeases();
    await settled();
    const [first, again, next] = there.requests;
    expect(there.requests).toHaveLength(3);
    expect(again?.body).toEqual(first?.body);
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(next?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
    expect(await room.attempts(id)).toMatchObject([
      { attempt: 1, outcome: 'delivered' },
      { attempt: 1, outcome: 'delivered' },
    ]);
  });

  test('for a lost race is stored at the next try', async () => {
    const there = await receiver();
    const id = await room.webhook(there.url);
    await backlog(1);
    there.respondWith(async () => {
      await breakpoints.set('delivery_attempts', 'deadlock');
      return 200;
    });
    replica('racing');
    await settled();
    expect(there.requests).toHaveLength(1);
    expect(await room.attempts(id)).toHaveLength(1);
  });
});

describe('an event', () => {
  /** Cases: research asks for 10,000, which take minutes. */
  const RUNS = 40;

  const VERBS = {
    comment: (id: string) => comment(id, newId('evt')),
    edit: (id: string) =>
      editIncident(room.as(), { id, title: newId('evt'), impact: newId('evt') }),
    acknowledge: (id: string) => acknowledgeIncident(room.as(), { id }),
    resolve: (id: string) => resolveIncident(room.as(), { id }),
    reopen: (id: string) => reopenIncident(room.as(), { id, reason: 'Again' }),
    open: () => room.opened(),
    dispatch: () => dispatch(),
  } as const;

  const OF_VERBS = ['incidents', 'timeline_entries', 'outbox', 'audit_entries', 'commit of a verb'];
  const OF_DISPATCH = ['payloads', 'deliveries', 'lanes', 'commit of a dispatch'];

  const step = fc.record({
    verb: fc.constantFrom(...(Object.keys(VERBS) as (keyof typeof VERBS)[]), 'dispatch' as const),
    place: fc.constantFrom(...([...OF_VERBS, ...OF_DISPATCH] as Place[])),
    how: fc.constantFrom<Break | null>(null, 'error', 'deadlock', 'cut'),
  });

  /** All that exists of the tenant's events: told on timelines, in the outbox, in lanes. */
  async function whereEventsAre() {
    const { rows } = await sql<{
      told: number;
      outbox: string[];
      waiting: string[];
      pending: number;
    }>`
      select (select count(*)::int from timeline_entries) as told,
        array(select event_id from outbox) as outbox,
        array(select event_id from deliveries) as waiting,
        (select coalesce(sum(pending), 0)::int from lanes) as pending`.execute(room.store.db);
    const [found] = rows;
    if (!found) throw new Error('There is always a row.');
    return found;
  }

  test('is in the outbox or in a lane exactly when its verb has committed', async () => {
    await room.webhook('http://127.0.0.1:9');
    await dispatch();
    const start = await whereEventsAre();
    const delivered = start.told - start.waiting.length;
    const incident = await room.opened();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        for (const { verb, place, how } of steps) {
          const before = await whereEventsAre();
          if (how) await breakpoints.set(place, how);
          const done = await VERBS[verb](incident).then(
            () => true,
            () => false,
          );
          await breakpoints.clear();
          const after = await whereEventsAre();
          // Each event once: still to be dispatched, or waiting to be sent.
          expect(after.outbox.length + after.waiting.length).toBe(after.told - delivered);
          expect(new Set([...after.outbox, ...after.waiting]).size).toBe(after.told - delivered);
          expect(after.pending).toBe(after.waiting.length);
          if (verb === 'dispatch') expect(after.told).toBe(before.told);
          if (verb === 'dispatch' && done) expect(after.outbox).toEqual([]);
          if (verb === 'comment' && done) expect(after.told).toBe(before.told + 1);
          if (!done) expect(after).toEqual(before);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a replica that stops', () => {
  test('waits for what is under way and gives the rest back', { timeout: 30_000 }, async () => {
    const there = await receiver();
    const gate = Promise.withResolvers<void>();
    there.respondWith(async () => {
      await gate.promise;
      return 200;
    });
    const id = await room.webhook(there.url, { max_in_flight: 2 });
    for (let n = 0; n < 4; n++) await backlog(2);
    // Takes connections and never says a word: nothing is sent there before TLS.
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    const unsent = await room.webhook(`https://127.0.0.1:${port}`, { timeout_ms: 10_000 });
    await backlog(1);

    const first = replica('stopping');
    await there.waitFor(2);
    await expect.poll(async () => (await lanes()).filter(({ lease }) => lease).length).toBe(3);
    const began = performance.now();
    let stopped = false;
    const stopping = first.stop().then(() => {
      stopped = true;
    });
    await sleep(300);
    expect(stopped).toBe(false);
    gate.resolve();
    await stopping;
    mute.close();
    // Eight seconds of grace for the mute one; its deadline was ten.
    expect(performance.now() - began).toBeGreaterThan(7_000);
    expect(there.requests).toHaveLength(2);
    expect(await room.attempts(id)).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await room.attempts(unsent)).toEqual([]);
    expect((await lanes()).filter(({ lease, leased_until }) => lease ?? leased_until)).toEqual([]);
    expect(await room.waiting()).toEqual({ deliveries: 8, lanes: 6 });

    await room.store.db
      .updateTable('webhooks')
      .set({ url: there.url })
      .where('webhook_id', '=', unsent)
      .execute();
    replica('next');
    await settled();
    // Eight of four incidents, and the one that could not be sent, none of them twice.
    expect(there.requests).toHaveLength(10);
    const sent = there.requests.map((each) => `${each.headers['webhook-id']}`);
    expect(new Set(sent).size).toBe(9);
    expect(first.logged).toEqual([]);
  });
});

describe('a worker whose connections are cut', () => {
  test('goes on by itself: nothing lost, all in order', { timeout: 40_000 }, async () => {
    const ledger = createLedger();
    const there = await receiver();
    there.respondWith(async (received) => {
      ledger.note('there', received);
      await sleep(30);
      return 200;
    });
    await room.webhook(there.url, { max_in_flight: 8 });
    const before = await happenings();
    replica('cut');
    // Written on connections that stay, dispatched and delivered on those that do not.
    const writing = Promise.all(
      Array.from({ length: 10 }, async () => {
        for (let n = 0; n < 20; n++) {
          const id = await room.opened();
          for (let m = 0; m < 2; m++) await comment(id, `Note ${m}`);
        }
      }),
    );
    let cut = 0;
    await there.waitFor(20, 10_000);
    while (cut < 20 && ledger.told() < 550) {
      await sleep(100);
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'cut' and datname = current_database()`.execute(room.store.db);
      cut += rows.length;
    }
    await writing;
    expect(cut).toBeGreaterThan(5);
    await quiet(there);
    // What could not be stored is held until the lease ends.
    await expireLeases();
    await settled(15_000);
    const happened = (await happenings()).slice(before.length);
    expect(happened).toHaveLength(600);
    expect(ledger.missing('there', happened)).toEqual([]);
    expect(ledger.findings()).toMatchObject({ changed: 0, outOfOrder: 0 });
  });
});

describe('results that are stored later than their leases last', () => {
  test('count once: nothing lost, all in order', { timeout: 40_000 }, async () => {
    const ledger = createLedger();
    const there = await receiver();
    there.respondWith(async (received) => {
      ledger.note('there', received);
      await sleep(20);
      return Math.random() < 0.5 ? 500 : 200;
    });
    await room.webhook(there.url, { max_in_flight: 100, max_attempts: 1_000 });
    stops.push(keepCircuitsClosed(room.store));
    const ids = await Promise.all(Array.from({ length: 30 }, () => backlog(6)));
    replica('stalling');
    await there.waitFor(30);
    // A lane that somebody else has locked holds up its batch, and all the batches that follow.
    const other = new pg.Client(room.store.connection);
    await other.connect();
    await other.query('begin');
    await other.query('select 1 from lanes where lease is not null limit 1 for update');
    for (let n = 0; n < 5; n++) {
      await sleep(600);
      await sql`update lanes set leased_until = now() where ctid in (
        select ctid from lanes where lease is not null for update skip locked)`.execute(
        room.store.db,
      );
    }
    await other.query('rollback');
    await other.end();
    await quiet(there);
    await expireLeases();
    await settled(20_000);
    const happened = (await happenings()).filter(({ incident }) => ids.includes(incident));
    expect(happened).toHaveLength(180);
    expect(ledger.missing('there', happened)).toEqual([]);
    expect(ledger.findings()).toMatchObject({ changed: 0, outOfOrder: 0 });
  });
});

describe('a webhook that is deleted', () => {
  const remove = (id: string) => {
    const context = room.as();
    const deleting: DeliveryContext = {
      ...context,
      caller: { ...context.caller, scope: 'admin' },
      sealer: room.sealer,
      directory: { forget: () => {} },
      outbound: { faultOf: () => null },
      outboundAddresses: [],
    };
    return deleteWebhook(deleting, { kind: 'webhook', id });
  };

  test('in the middle of its deliveries leaves no lanes and no complaints', async () => {
    const there = await receiver();
    const gate = Promise.withResolvers<void>();
    there.respondWith(async () => {
      await gate.promise;
      return 200;
    });
    const id = await room.webhook(there.url, { max_in_flight: 2 });
    for (let n = 0; n < 4; n++) await backlog(2);
    const { logged, stop } = replica('deleting');
    await there.waitFor(2);
    await remove(id);
    expect(await room.waiting()).toEqual({ deliveries: 0, lanes: 0 });
    gate.resolve();
    await expect.poll(async () => (await room.attempts(id)).length).toBe(2);
    await sleep(600);
    await stop();
    expect(there.requests).toHaveLength(2);
    expect(await room.waiting()).toEqual({ deliveries: 0, lanes: 0 });
    expect(logged).toEqual([]);
  });

  test('while events are dispatched to it leaves no lanes either', async () => {
    const id = await room.webhook('http://127.0.0.1:9');
    await room.opened();
    const facts = createFactBook(room.clock, 'https://hub.example');
    let removing: Promise<void> | undefined;
    // Between reading the webhooks and adding to their lanes.
    const incidents: typeof facts.incidents = async (...asked) => {
      removing = remove(id);
      await Promise.race([removing, sleep(300)]);
      return facts.incidents(...asked);
    };
    await dispatch([deliverEvents(room.clock, { ...facts, incidents })]);
    await removing;
    expect(await room.waiting()).toEqual({ deliveries: 0, lanes: 0 });
  });
});

describe('a lane whose count is wrong', () => {
  test('goes when there is nothing in it', async () => {
    const id = await room.webhook('http://127.0.0.1:9');
    const key = { tenant_id: 'ten_acme', destination_id: id };
    const lane = { ...key, lane_id: 'inc_gone', pending: 3, ready_at: new Date(0) };
    await room.store.db
      .insertInto('lanes')
      .values({ ...lane, lease: null, leased_until: null })
      .execute();
    replica('repairing');
    await settled();
  });

  test('that is gone while its deliveries are there is made again', async () => {
    const there = await receiver();
    const id = await room.webhook(there.url);
    await backlog(3);
    await sql`delete from lanes`.execute(room.store.db);
    replica('restoring');
    await there.waitFor(3);
    await settled();
    expect(await room.attempts(id)).toHaveLength(3);
  });

  test('ends with its last delivery when it promises more', async () => {
    const there = await receiver();
    await room.webhook(there.url);
    await backlog(2);
    await sql`update lanes set pending = pending + 5`.execute(room.store.db);
    replica('repairing');
    await there.waitFor(2);
    await quiet(there);
    await expireLeases();
    await settled();
    expect(there.requests).toHaveLength(2);
  });
});
