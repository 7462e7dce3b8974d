import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type DispatchedEvent,
  dispatchBatch,
  type EventListener,
  type EventWatcher,
  startDispatcher,
} from '../../../src/incidents/dispatch.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { openStore, type Store } from '../../../src/store/connection.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = database.store;
});
afterAll(() => database.drop());
beforeEach(async () => {
  await store.db.deleteFrom('outbox').execute();
  await store.db.deleteFrom('alert_outbox').execute();
});

const log = { info: () => {}, warn: () => {}, error: () => {} };

/** Puts an event into the outbox; `ago` shifts the writing replica's clock. */
async function put(incident: string, seq: number, given: { tenant?: string; ago?: number } = {}) {
  const at = new Date(Date.now() - (given.ago ?? 0));
  const row = {
    tenant_id: given.tenant ?? 'ten_acme',
    seq,
    event_id: newId('evt'),
    event_at: at,
    actor: '{"type":"system"}',
    snapshot: JSON.stringify({ id: incident, seq }),
    created_at: at,
  };
  const event = { ...row, incident_id: incident, event_type: 'i_comm' };
  await store.db.insertInto('outbox').values(event).execute();
  return row.event_id;
}

/** A listener that remembers, in this process and (rolled back with it) in the transaction. */
function remembering(tenants?: readonly string[]) {
  const heard: DispatchedEvent[] = [];
  const listener: EventListener = {
    hears: async (_tx, ids) => (tenants ? ids.filter((id) => tenants.includes(id)) : ids),
    take: async (_tx, events) => {
      heard.push(...events);
    },
  };
  return { heard, listener };
}

const dispatch = (listeners: readonly EventListener[]) =>
  dispatchBatch({ store, listeners, dispatched: () => {} });

describe('dispatching', () => {
  test('hands each event to the listeners once, with what it carries', async () => {
    const id = await put('inc_1', 1);
    const { heard, listener } = remembering();
    await dispatch([listener]);
    await dispatch([listener]);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      subject: 'incident',
      tenantId: 'ten_acme',
      subjectId: 'inc_1',
      seq: 1,
      eventId: id,
      eventType: 'i_comm',
      actor: { type: 'system' },
    });
    expect(JSON.parse(heard[0]?.snapshot ?? '')).toEqual({ id: 'inc_1', seq: 1 });
  });

  test('takes events of alerts as well', async () => {
    const at = new Date();
    await store.db
      .insertInto('alert_outbox')
      .values({
        tenant_id: 'ten_acme',
        alert_id: 'alt_1',
        seq: 1,
        event_id: 'evt_a',
        event_type: 'a_new',
        event_at: at,
        actor: '{"type":"system"}',
        snapshot: '{}',
        created_at: at,
      })
      .execute();
    const { heard, listener } = remembering();
    await dispatch([listener]);
    expect(heard).toMatchObject([{ subject: 'alert', subjectId: 'alt_1', eventType: 'a_new' }]);
  });

  test('tells watchers of all that leaves, also where nobody listens, and reads nothing for it', async () => {
    await put('inc_1', 1, { tenant: 'ten_deaf' });
    await put('inc_2', 1);
    const { listener } = remembering(['ten_acme']);
    const seen: object[] = [];
    const watch: EventWatcher = async (_tx, events) => void seen.push(...events);
    let told = 0;
    const dispatched = () => told++;
    await dispatchBatch({ store, listeners: [listener], watchers: [watch], dispatched });
    expect(seen).toMatchObject([
      { subject: 'incident', tenantId: 'ten_acme', subjectId: 'inc_2', eventType: 'i_comm' },
      { subject: 'incident', tenantId: 'ten_deaf', subjectId: 'inc_1', snapshot: null },
    ]);
    expect(told).toBe(1);
  });

  test('drops the events of tenants that nobody wants to hear about', async () => {
    await put('inc_1', 1, { tenant: 'ten_deaf' });
    await put('inc_2', 1);
    const { heard, listener } = remembering(['ten_acme']);
    await dispatch([listener]);
    expect(heard.map(({ subjectId }) => subjectId)).toEqual(['inc_2']);
    expect(await store.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  test('keeps an incident in order when replicas disagree about the time', async () => {
    await put('inc_1', 1, { ago: 0 });
    await put('inc_1', 2, { ago: 20_000 });
    await put('inc_1', 3, { ago: 10_000 });
    const { heard, listener } = remembering();
    await dispatch([listener]);
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('takes the earlier events along even where the oldest fill the batch', async () => {
    // A batch is 250: the second event of inc_x looks older than its first.
    await put('inc_x', 1, { ago: 0 });
    await put('inc_x', 2, { ago: 60_000 });
    for (let n = 0; n < 249; n++) await put(`inc_${n}`, 1, { ago: 50_000 - n });
    const { heard, listener } = remembering();
    await dispatch([listener]);
    const ofX = heard.filter(({ subjectId }) => subjectId === 'inc_x').map(({ seq }) => seq);
    expect(ofX).toEqual([1, 2]);
    while (await dispatch([listener])) {}
    expect(heard).toHaveLength(251);
  });

  test('leaves everything in place when a listener fails', async () => {
    await put('inc_1', 1);
    const broken: EventListener = {
      hears: async (_tx, ids) => ids,
      take: async () => {
        throw new Error('no');
      },
    };
    await expect(dispatch([broken])).rejects.toThrow('no');
    const { heard, listener } = remembering();
    await dispatch([listener]);
    expect(heard).toHaveLength(1);
  });
});

describe('dispatchers', () => {
  test('of three replicas share the work: nothing twice, nothing lost, all in order', async () => {
    const heard: DispatchedEvent[] = [];
    const listener: EventListener = {
      hears: async (_tx, ids) => ids,
      take: async (_tx, events) => {
        heard.push(...events);
      },
    };
    const stores = Array.from({ length: 3 }, () => openStore({ connection: database.connection }));
    const dispatchers = stores.map((each) =>
      startDispatcher({ store: each, listeners: [listener], log, dispatched: () => {} }),
    );
    const writers = Array.from({ length: 8 }, async (_, incident) => {
      for (let seq = 1; seq <= 40; seq++) {
        await put(`inc_w${incident}`, seq, { ago: Math.random() * 2_000 });
        stores[seq % 3]?.committed.notify();
      }
    });
    await Promise.all(writers);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(320);
    await Promise.all(dispatchers.map(({ close }) => close()));
    await Promise.all(stores.map(({ close }) => close()));
    expect(new Set(heard.map(({ eventId }) => eventId)).size).toBe(320);
    for (const events of Map.groupBy(heard, ({ subjectId }) => subjectId).values()) {
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
  });

  test('find what a crashed process left behind without being told', async () => {
    const { heard, listener } = remembering();
    await put('inc_left', 1);
    const own = openStore({ connection: database.connection });
    const dispatcher = startDispatcher({
      store: own,
      listeners: [listener],
      log,
      dispatched: () => {},
    });
    await expect.poll(() => heard.length, { timeout: 5_000 }).toBe(1);
    await dispatcher.close();
    await own.close();
  });
});
