import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireIncident } from './day-envelope.ts';
import { type DayHub, openDayHub } from './day-hub.ts';
import { hireCast, playDay, scriptOf } from './day-script.ts';
import { comparable, wireStateOf } from './day-state.ts';
import {
  type FlashdutyReceiver,
  type FlashdutyReceiverOptions,
  startFlashdutyReceiver,
} from './flashduty-receiver.ts';

/** The event types that its documentation listed when it was written (seed 003). */
const EVENT_TYPES = [
  'i_new',
  'i_assign',
  'i_snooze',
  'i_wake',
  'i_ack',
  'i_unack',
  'i_storm',
  'i_custom',
  'i_rslv',
  'i_reopen',
  'i_merge',
  'i_r_title',
  'i_r_desc',
  'i_r_impact',
  'i_r_rc',
  'i_r_rsltn',
  'i_r_severity',
  'i_r_field',
];

/** What the day tells of its three incidents. */
const TOLD = {
  cpu: [
    'i_new',
    'i_assign',
    'i_ack',
    'i_r_severity',
    'i_storm',
    'i_storm',
    'i_r_title',
    'i_r_impact',
    'i_r_field',
    'i_r_field',
    'i_snooze',
    'i_wake',
    'i_merge',
    'i_r_title',
    'i_custom',
    'i_r_rc',
    'i_r_rsltn',
    'i_rslv',
    'i_reopen',
    'i_rslv',
  ],
  disk: ['i_new', 'i_rslv'],
  call: ['i_new', 'i_rslv'],
} as const;

interface Subscriber {
  readonly service: FlashdutyReceiver;
  readonly webhookId: string;
}

let hub: DayHub;
let script: ReturnType<typeof scriptOf>;
const subscribers: Subscriber[] = [];

/** A service of its own with a webhook that has the preset, and `more`. */
async function subscribe(
  options: FlashdutyReceiverOptions,
  more: object = {},
): Promise<Subscriber> {
  const service = await startFlashdutyReceiver(options);
  const wanted = { preset: 'flashduty', event_types: EVENT_TYPES, ...more };
  const { id: webhookId } = await hub.subscribe(service.url, wanted);
  const subscriber = { service, webhookId };
  subscribers.push(subscriber);
  return subscriber;
}

beforeAll(async () => {
  hub = await openDayHub();
  const workshop = await startFlashdutyReceiver();
  script = scriptOf(hub, await hireCast(hub, workshop.url));
  subscribers.push({ service: workshop, webhookId: '' });
});
afterAll(async () => {
  await hub?.close();
  for (const { service } of subscribers) await service.close();
});

/** Deliveries of a webhook as the history has them, oldest event first. */
async function history({ webhookId }: Subscriber) {
  const path = `/outbound-webhooks/${webhookId}/deliveries?limit=200`;
  const { data } = await hub.rig.api(hub.company.apiKey, 'GET', path);
  const rows: { event_id: string; event_at: string; outcome: string; error: string | null }[] =
    data;
  return rows.toSorted((a, b) => Date.parse(a.event_at) - Date.parse(b.event_at));
}

/** What it knows of each incident is what the hub knows. */
async function expectSameState({ service }: Subscriber): Promise<void> {
  const ids = Object.values(script.incidents);
  expect([...service.incidents.keys()].sort()).toEqual([...ids].sort());
  for (const id of ids) {
    const known = service.incidents.get(id) as unknown as WireIncident;
    expect(comparable(known)).toEqual(wireStateOf(await hub.incident(id)));
  }
}

function typesOf({ service }: Subscriber, incidentId: string): string[] {
  const own = service.handled.filter(({ incident_id }) => incident_id === incidentId);
  return own.map(({ event_type }) => event_type);
}

describe('a service written for Flashduty, told of a day', () => {
  let prompt: Subscriber;
  let shuffled: Subscriber;
  let slow: Subscriber;

  beforeAll(async () => {
    prompt = await subscribe({});
    // Two pushes of an incident may be under way at once, and the later one be looked at first.
    const answerAfter = () => Math.random() * 400;
    shuffled = await subscribe({ answerAfter }, { order: 'none' });
    slow = await subscribe({ answerAfter: () => 1_200 });
    await playDay(script);
    await untilOver();
  }, 120_000);

  /** Waits for everything; where the hub pauses because a service fails, the pause passes. */
  async function untilOver(): Promise<void> {
    const pass = () => hub.sql('update destination_health set open_until = now()').catch(() => {});
    const timer = setInterval(pass, 200);
    try {
      await hub.settled(90_000);
    } finally {
      clearInterval(timer);
    }
  }

  test('gets each event once and in order, and ends with the state of the hub', async () => {
    for (const [name, types] of Object.entries(TOLD)) {
      const id = script.incidents[name as keyof typeof TOLD];
      expect(typesOf(prompt, id), name).toEqual(types);
    }
    const { handled, refused } = prompt.service;
    expect(new Set(handled.map(({ verdict }) => verdict))).toEqual(new Set(['taken']));
    expect(refused).toEqual([]);
    const attempts = await history(prompt);
    expect(new Set(attempts.map(({ outcome }) => outcome))).toEqual(new Set(['delivered']));
    expect(attempts).toHaveLength(handled.length);
    await expectSameState(prompt);
  });

  test('ends with it also where events overtake each other', async () => {
    const { handled } = shuffled.service;
    expect(handled).toHaveLength(prompt.service.handled.length);
    expect(handled.filter(({ verdict }) => verdict === 'repeated')).toEqual([]);
    await expectSameState(shuffled);
  });

  test('and too slow in its answers still gets each event at most once', async () => {
    const { handled } = slow.service;
    const ids = handled.map(({ event_id }) => event_id);
    expect(new Set(ids).size).toBe(ids.length);
    const attempts = await history(slow);
    expect(attempts.map(({ event_id }) => event_id).sort()).toEqual(ids.toSorted());
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({
        attempt: 1,
        outcome: 'dead',
        error: 'timeout',
        status: null,
      });
    }
    for (const [name, types] of Object.entries(TOLD)) {
      const id = script.incidents[name as keyof typeof TOLD];
      expect(typesOf(slow, id), name).toEqual(types);
    }
    await expectSameState(slow);
  });

  test('does nothing twice when all of it is sent again', async () => {
    const before = prompt.service.handled.length;
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const path = `/outbound-webhooks/${prompt.webhookId}/replay`;
    const reply = await hub.admin.post(path, { from, outcome: 'any' });
    expect(reply).toMatchObject({ count: before, skipped: 0 });
    await hub.settled();
    const again = prompt.service.handled.slice(before);
    expect(again.map(({ verdict }) => verdict)).toEqual(again.map(() => 'repeated'));
    expect(again).toHaveLength(before);
    await expectSameState(prompt);
  });

  test('having lost its memory takes the last event and leaves out an earlier one', async () => {
    const fresh = await startFlashdutyReceiver();
    subscribers.push({ service: fresh, webhookId: '' });
    const path = `/outbound-webhooks/${prompt.webhookId}`;
    await hub.admin.patch(path, { url: fresh.url });
    const cpu = `${path}/deliveries?incident=${script.incidents.cpu}&limit=200`;
    const { data } = await hub.rig.api(hub.company.apiKey, 'GET', cpu);
    const byTime = data.toSorted(
      (a: { event_at: string }, b: { event_at: string }) =>
        Date.parse(b.event_at) - Date.parse(a.event_at),
    );
    for (const { delivery_id } of [byTime[0], byTime.at(-1)]) {
      await hub.admin.post(`/deliveries/${delivery_id}/replay`);
      await hub.settled();
    }
    expect(fresh.handled).toMatchObject([
      { event_type: 'i_rslv', verdict: 'taken' },
      { event_type: 'i_new', verdict: 'outdated' },
    ]);
    expect(fresh.incidents.get(script.incidents.cpu)).toMatchObject({ progress: 'Closed' });
  });
});
