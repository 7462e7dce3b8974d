import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acknowledgeIncident } from '../../../src/incidents/acknowledge-incident.ts';
import { commentIncident } from '../../../src/incidents/comment-incident.ts';
import { editIncident } from '../../../src/incidents/edit-incident.ts';
import { reopenIncident } from '../../../src/incidents/reopen-incident.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { unacknowledgeIncident } from '../../../src/incidents/unacknowledge-incident.ts';
import type { Store } from '../../../src/store/connection.ts';
import { resetting, silent } from '../../fake-receiver/behaviours.ts';
import { type Behaviour, type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { keepCircuitsClosed } from '../../faults/closed-circuits.ts';
import { createLedger, type ExpectedEvent } from '../../faults/receipts.ts';
import { openDeliveryRoom } from './delivery-room.ts';

// Three replicas come and go while receivers fail at random: research, webhook-delivery §7 rows 1, 3.

const INCIDENTS = 20;
const STEPS = 12;

/** Names what a ledger asks for. */
const TEMPLATE = JSON.stringify({
  event_id: '{{event_id}}',
  event_time: '{{event_time}}',
  incident: { incident_id: '{{incident.incident_id}}' },
  text: '{{incident.title}}: {{event_type}}',
});

const WEBHOOKS = {
  strict: { ordering: 'strict' },
  templated: { ordering: 'strict', template: TEMPLATE },
  latest: { ordering: 'latest' },
  unordered: { ordering: 'none' },
} as const;
type Name = keyof typeof WEBHOOKS;

let room: Awaited<ReturnType<typeof openDeliveryRoom>>;
const receivers: FakeReceiver[] = [];
beforeAll(async () => {
  room = await openDeliveryRoom();
});
afterAll(async () => {
  await room.close();
  for (const receiver of receivers) await receiver.close();
});

/** One answer in five is none that counts. */
const moody: Behaviour = (received, response) => {
  const dice = Math.random();
  if (dice < 0.08) return 500;
  if (dice < 0.1) return { status: 503, headers: { 'retry-after': '1' } };
  if (dice < 0.15) return resetting(received, response);
  if (dice < 0.18) return silent(received, response);
  return 200;
};

/** Three replicas, of which a random one serves each verb. */
function openFleet() {
  const start = () => ({ ...room.replica(), verbs: new Set<Promise<unknown>>() });
  const fleet = [start(), start(), start()];
  const any = () => fleet[Math.floor(Math.random() * fleet.length)] ?? start();
  return {
    run: async (verb: (store: Store) => Promise<unknown>) => {
      const { store, verbs } = any();
      const running = verb(store);
      verbs.add(running);
      await running.finally(() => verbs.delete(running));
    },
    /** Another takes the place of one, which stops in the middle of its deliveries. */
    replaceOne: async () => {
      const gone = any();
      fleet[fleet.indexOf(gone)] = start();
      await Promise.all(gone.verbs);
      await gone.stop();
    },
  };
}

/** What a person does in step `n`; some of it changes nothing, an edit is two events. */
function stepOf(id: string, n: number): (store: Store) => Promise<unknown> {
  if (n % 4 === 1) {
    const changes = { title: `Title ${n}`, impact: `Impact ${n}` };
    return (store) => editIncident(room.as(store), { id, ...changes });
  }
  if (n % 4 === 2) return (store) => acknowledgeIncident(room.as(store), { id });
  if (n % 4 === 3) return (store) => unacknowledgeIncident(room.as(store), { id });
  return commentOn(id, n);
}

function commentOn(id: string, n: number) {
  return (store: Store) => commentIncident(room.as(store), { id, text: `Note ${n}` });
}

async function workOn(fleet: ReturnType<typeof openFleet>): Promise<void> {
  let id = '';
  await fleet.run(async (store) => {
    id = await room.opened(store);
  });
  for (let n = 1; n <= STEPS; n++) {
    await sleep(Math.random() * 150);
    // Two people at once: the incident's lock decides who was first.
    await Promise.all([fleet.run(commentOn(id, n)), fleet.run(stepOf(id, n))]);
  }
  await fleet.run((store) => resolveIncident(room.as(store), { id }));
  await fleet.run((store) => reopenIncident(room.as(store), { id, reason: 'Again' }));
}

/** What happened, by the timelines: every entry of these verbs is an event. */
async function whatHappened(): Promise<ExpectedEvent[]> {
  const rows = await room.store.db
    .selectFrom('timeline_entries')
    .select(['incident_id', 'at'])
    .orderBy('incident_id')
    .orderBy('seq')
    .execute();
  return rows.map(({ incident_id, at }) => ({ incident: incident_id, at: at.getTime() }));
}

test('three replicas, receivers that fail at random: nothing lost, all in order', async () => {
  const ledger = createLedger();
  const ids = new Map<Name, string>();
  for (const [name, settings] of Object.entries(WEBHOOKS) as [Name, object][]) {
    const receiver = await startReceiver({
      answer: (received, response) => {
        ledger.note(name, received);
        return moody(received, response);
      },
    });
    receivers.push(receiver);
    const patience = { max_attempts: 1_000, timeout_ms: 400 };
    ids.set(name, await room.webhook(receiver.url, { ...patience, ...settings }));
  }
  const fleet = openFleet();
  // A circuit that opens would only make the test longer.
  const letCircuitsOpen = keepCircuitsClosed(room.store);
  const working = Promise.all(Array.from({ length: INCIDENTS }, () => workOn(fleet)));
  const churning = (async () => {
    for (let n = 0; n < 6; n++, await sleep(300)) await fleet.replaceOne();
  })();
  await Promise.all([working, churning]);
  await expect.poll(room.waiting, { timeout: 15_000 }).toEqual({ deliveries: 0, lanes: 0 });
  await letCircuitsOpen();

  const happened = await whatHappened();
  expect(happened.length).toBeGreaterThan(INCIDENTS * 15);
  for (const name of ['strict', 'templated', 'unordered']) {
    expect(ledger.missing(name, happened), name).toEqual([]);
  }
  const { changed, duplicates } = ledger.findings();
  expect(duplicates).toBeGreaterThan(0);
  expect(changed).toBe(0);
  for (const name of ['strict', 'templated', 'latest']) {
    expect(ledger.findings(name).outOfOrder, name).toBe(0);
  }
  for (const [incident, events] of Map.groupBy(happened, (event) => event.incident)) {
    expect(ledger.times('latest', incident).at(-1)).toBe(events.at(-1)?.at);
  }
  for (const [name, id] of ids) {
    const ended = (await room.attempts(id)).filter(({ outcome }) => outcome !== 'retrying');
    expect(
      ended.filter(({ outcome }) => outcome === 'dead'),
      name,
    ).toEqual([]);
    expect(new Set(ended.map(({ event_id }) => event_id)).size, name).toBe(happened.length);
    expect(ended.length, name).toBe(happened.length);
  }
}, 60_000);
