import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commentIncident } from '../../../src/incidents/comment-incident.ts';
import { type FakeReceiver, startReceiver } from '../../fake-receiver.ts';
import { openDeliveryRoom, SECRET } from './delivery-room.ts';

let room: Awaited<ReturnType<typeof openDeliveryRoom>>;
let replica: ReturnType<typeof room.replica>;
const receivers: FakeReceiver[] = [];
beforeAll(async () => {
  room = await openDeliveryRoom();
  replica = room.replica();
});
afterAll(() => room.close());
afterEach(async () => {
  await room.store.db.updateTable('webhooks').set({ enabled: false }).execute();
  for (const receiver of receivers.splice(0)) await receiver.close();
});

async function receiver(): Promise<FakeReceiver> {
  const started = await startReceiver();
  receivers.push(started);
  return started;
}

const comment = (id: string, text: string) => commentIncident(room.as(replica.store), { id, text });
const open = () => room.opened(replica.store);

// biome-ignore lint/suspicious/noExplicitAny: payloads are compared field by field
const bodyOf = (request: { body: Buffer }): any => JSON.parse(request.body.toString());
const settled = () =>
  expect.poll(room.waiting, { timeout: 10_000 }).toEqual({ deliveries: 0, lanes: 0 });

const health = (id: string) =>
  room.store.db
    .selectFrom('destination_health')
    .selectAll()
    .where('destination_id', '=', id)
    .executeTakeFirst();

/** What a test leaves undelivered on purpose. */
async function forgetWaiting() {
  await room.store.db.deleteFrom('deliveries').execute();
  await room.store.db.deleteFrom('lanes').execute();
  await room.store.db.deleteFrom('destination_health').execute();
}

describe('a webhook', () => {
  test('is told every event of an incident in order, signed', async () => {
    const there = await receiver();
    const id = await room.webhook(there.url);
    const incident = await open();
    for (let n = 1; n <= 5; n++) await comment(incident, `Note ${n}`);
    await there.waitFor(6);
    expect(there.requests.map((each) => bodyOf(each).event_type)).toEqual([
      'i_new',
      ...Array.from({ length: 5 }, () => 'i_comm'),
    ]);
    const times = there.requests.map((each) => bodyOf(each).event_time);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    const [first] = there.requests;
    expect(first?.headers).toMatchObject({
      'user-agent': 'Tocsin',
      'content-type': 'application/json',
    });
    for (const request of there.requests) {
      const verified = new Webhook(SECRET).verify(
        request.body.toString(),
        request.headers as Record<string, string>,
      );
      expect(verified).toEqual(bodyOf(request));
      expect(request.headers['webhook-id']).toBe(bodyOf(request).event_id);
    }
    await settled();
    const attempts = await room.attempts(id);
    expect(attempts).toHaveLength(6);
    expect(attempts.every(({ outcome, status }) => outcome === 'delivered' && status === 200)).toBe(
      true,
    );
    expect(JSON.stringify(attempts)).not.toContain(first?.headers['webhook-signature']);
  });

  test('gets only the types and services it asked for', async () => {
    const there = await receiver();
    await room.webhook(there.url, { event_types: ['i_comm'] });
    await room.webhook(there.url, { service_ids: ['svc_other'] });
    const incident = await open();
    await comment(incident, 'Only this');
    await there.waitFor(1);
    await settled();
    expect(there.requests.map((each) => bodyOf(each).event_type)).toEqual(['i_comm']);
  });

  test('gets its own body through its template, others the standard one', async () => {
    const there = await receiver();
    const template = JSON.stringify({
      text: '{{incident.title}} ({{event_type}})',
      n: '{{incident.alert_cnt}}',
    });
    await room.webhook(`${there.url}/own`, { template });
    await room.webhook(`${there.url}/standard`);
    await open();
    await there.waitFor(2);
    const at = (path: string) => there.requests.find((each) => each.path.endsWith(path));
    expect(bodyOf(at('/own') ?? { body: Buffer.from('{}') })).toEqual({
      text: 'Disk full (i_new)',
      n: 0,
    });
    expect(bodyOf(at('/standard') ?? { body: Buffer.from('{}') })).toMatchObject({
      event_type: 'i_new',
    });
    await settled();
  });
});

describe('a failing endpoint', () => {
  test('gets the same id and bytes again, and the incident’s later events wait for it', async () => {
    const there = await receiver();
    let answers = 0;
    there.respondWith(() => (++answers <= 2 ? 500 : 204));
    const id = await room.webhook(there.url);
    const incident = await open();
    await comment(incident, 'Later');
    await there.waitFor(4);
    await settled();
    const [first, second, third, fourth] = there.requests;
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    expect(third?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    expect(third?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(bodyOf(fourth ?? { body: Buffer.from('{}') }).event_type).toBe('i_comm');
    const attempts = await room.attempts(id);
    expect(attempts.map(({ attempt, outcome, error }) => ({ attempt, outcome, error }))).toEqual([
      { attempt: 1, outcome: 'retrying', error: 'http_500' },
      { attempt: 2, outcome: 'retrying', error: 'http_500' },
      { attempt: 3, outcome: 'delivered', error: null },
      { attempt: 1, outcome: 'delivered', error: null },
    ]);
    expect(attempts[0]?.next_attempt_at).toBeInstanceOf(Date);
  });

  test('holds up one incident, not the others', async () => {
    const there = await receiver();
    let stuck = '';
    there.respondWith((request) => (bodyOf(request).incident.incident_id === stuck ? 500 : 200));
    await room.webhook(there.url, { delays: [60] });
    stuck = await open();
    await there.waitFor(1);
    const free = await open();
    await comment(free, 'Goes through');
    await there.waitFor(3);
    expect(there.requests.map((each) => bodyOf(each).incident.incident_id)).toEqual([
      stuck,
      free,
      free,
    ]);
    await forgetWaiting();
  });

  test('that calls a payload wrong gets it three times, then the next one', async () => {
    const there = await receiver();
    there.respondWith((request) => (bodyOf(request).event_type === 'i_new' ? 422 : 200));
    const id = await room.webhook(there.url);
    const incident = await open();
    await comment(incident, 'After the bad one');
    await there.waitFor(4);
    await settled();
    expect((await room.attempts(id)).map(({ outcome }) => outcome)).toEqual([
      'retrying',
      'retrying',
      'dead',
      'delivered',
    ]);
  });

  test('that is gone (410) is disabled, with a notice', async () => {
    const there = await receiver();
    there.respondWith(410);
    const id = await room.webhook(there.url);
    await open();
    await there.waitFor(1);
    const row = () =>
      room.store.db
        .selectFrom('webhooks')
        .selectAll()
        .where('webhook_id', '=', id)
        .executeTakeFirstOrThrow();
    await expect.poll(async () => (await row()).enabled).toBe(false);
    expect((await row()).disabled_reason).toMatch(/410/);
    const notices = await room.store.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('target_id', '=', id)
      .execute();
    expect(notices).toMatchObject([
      { action: 'outbound_webhook.disabled', actor: { type: 'system' }, after: { enabled: false } },
    ]);
  });

  test('that asks for a pause (429, Retry-After) is left alone as a whole until then', async () => {
    const there = await receiver();
    let first = true;
    there.respondWith(() => {
      if (!first) return 200;
      first = false;
      return { status: 429, headers: { 'retry-after': '1' } };
    });
    const id = await room.webhook(there.url);
    await open();
    await there.waitFor(1);
    await open();
    await there.waitFor(3);
    const [refused, next] = there.requests;
    expect((next?.receivedAt ?? 0) - (refused?.receivedAt ?? 0)).toBeGreaterThanOrEqual(900);
    await settled();
    expect(await health(id)).toBeUndefined();
  });

  test('is left alone for a while after five failures in a row', async () => {
    const there = await receiver();
    there.respondWith(500);
    const id = await room.webhook(there.url, { delays: [0.01] });
    await open();
    await expect.poll(async () => (await health(id))?.failures, { timeout: 10_000 }).toBe(5);
    expect((await health(id))?.open_until?.getTime()).toBeGreaterThan(Date.now() + 2_000);
    const sent = there.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(there.requests.length).toBe(sent);
    await forgetWaiting();
  });
});

describe('the order of a webhook', () => {
  test('latest: what was overtaken is not sent, and the history says so', async () => {
    const there = await receiver();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    there.respondWith(async () => {
      await held;
      return 200;
    });
    const id = await room.webhook(there.url, { ordering: 'latest' });
    const incident = await open();
    await there.waitFor(1);
    for (let n = 1; n <= 4; n++) await comment(incident, `Note ${n}`);
    await expect.poll(async () => (await room.waiting()).deliveries).toBe(5);
    release();
    await settled();
    expect(there.requests).toHaveLength(2);
    const outcomes = (await room.attempts(id)).map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['delivered', 'delivered', 'superseded', 'superseded', 'superseded']);
  });

  test('none: a delivery waits for no other', async () => {
    const there = await receiver();
    there.respondWith((request) => (bodyOf(request).event_type === 'i_new' ? 500 : 200));
    await room.webhook(there.url, { ordering: 'none', delays: [60] });
    const incident = await open();
    await there.waitFor(1);
    await comment(incident, 'Overtakes');
    await there.waitFor(2);
    expect(there.requests.map((each) => bodyOf(each).event_type)).toEqual(['i_new', 'i_comm']);
    await forgetWaiting();
  });
});

describe('a lease', () => {
  /** A delivery that a process took and never finished. */
  async function abandoned(webhookId: string, leasedFor: number) {
    const at = new Date(Date.now() + leasedFor);
    await room.store.db
      .updateTable('lanes')
      .set({ lease: 'dead-process', leased_until: at })
      .where('destination_id', '=', webhookId)
      .execute();
  }

  async function waitingDelivery(given: Parameters<typeof room.webhook>[1]) {
    const there = await receiver();
    const id = await room.webhook(there.url, { ...given, enabled: true });
    await room.store.db
      .updateTable('webhooks')
      .set({ url: 'http://127.0.0.1:1/' })
      .where('webhook_id', '=', id)
      .execute();
    await room.store.db
      .insertInto('destination_health')
      .values({
        tenant_id: 'ten_acme',
        destination_id: id,
        open_until: new Date(Date.now() + 60_000),
        failing_since: null,
        reason: null,
      })
      .execute();
    await open();
    await expect.poll(async () => (await room.waiting()).deliveries).toBe(1);
    await abandoned(id, given?.name === 'still held' ? 2_000 : -1);
    await room.store.db
      .updateTable('webhooks')
      .set({ url: there.url })
      .where('webhook_id', '=', id)
      .execute();
    await room.store.db.deleteFrom('destination_health').where('destination_id', '=', id).execute();
    return { there, id };
  }

  test('of a process that died ends, and the delivery is sent', async () => {
    const { there, id } = await waitingDelivery({});
    await there.waitFor(1);
    await settled();
    expect((await room.attempts(id)).map(({ outcome }) => outcome)).toEqual(['delivered']);
  });

  test('that still holds keeps others away', async () => {
    const { there } = await waitingDelivery({ name: 'still held' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(there.requests).toHaveLength(0);
    await there.waitFor(1, 5_000);
    await settled();
  });

  test('that ended before an answer: at most once means not again', async () => {
    const { there, id } = await waitingDelivery({ max_attempts: 1 });
    await settled();
    expect(there.requests).toHaveLength(0);
    expect(await room.attempts(id)).toMatchObject([{ outcome: 'dead', error: 'interrupted' }]);
  });
});
