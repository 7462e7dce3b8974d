import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commentIncident } from '../../../src/incidents/comment-incident.ts';
import {
  endlessBody,
  garbage,
  gzipBomb,
  hugeHeaders,
  redirecting,
  resetting,
  silent,
  slowBody,
  slowHeaders,
} from '../../fake-receiver/behaviours.ts';
import {
  type Behaviour,
  type FakeReceiver,
  type ReceiverOptions,
  startReceiver,
} from '../../fake-receiver.ts';
import { keepCircuitsClosed } from '../../faults/closed-circuits.ts';
import { openDeliveryRoom, SECRET } from './delivery-room.ts';

// Receivers that nobody wishes for, all at once, beside one that works: research, webhook-delivery
// §7 rows 4, 11.

const DEADLINE = 1_000;
/** Of the research. */
const ALLOWANCE = 250;
/** Everything runs in this one process, on a machine that may be busy: endless is longer. */
const SLACK = 3_000;
/** From the event to the healthy receiver: the others take twice as long at the least. */
const HEALTHY_WITHIN = 6_000;
const INCIDENTS = 12;
const EVENTS = 4;

const PASSWORD = 'Bearer of-a-receiver';
const PATH = '/hooks/t0ken?key=in-the-query';

/** How a receiver treats the hub, and what the history says of it. */
interface Hostile {
  readonly name: string;
  readonly answer?: Behaviour;
  readonly options?: ReceiverOptions;
  /** Trust its certificate. */
  readonly trusted?: boolean;
  readonly error: string | null;
  readonly status: number | null;
}

let room: Awaited<ReturnType<typeof openDeliveryRoom>>;
let elsewhere: FakeReceiver;
const receivers: FakeReceiver[] = [];
const mute = createServer((socket) => socket.on('error', () => {}));
beforeAll(async () => {
  room = await openDeliveryRoom();
  elsewhere = await open();
});
afterAll(async () => {
  await room.close();
  for (const receiver of receivers) await receiver.close();
  mute.close();
});

async function open(options: ReceiverOptions = {}): Promise<FakeReceiver> {
  const receiver = await startReceiver(options);
  receivers.push(receiver);
  return receiver;
}

/** Begins a body and forgets about it. */
const unending: Behaviour = (_received, response) => {
  response.writeHead(200);
  response.write('wait');
  return undefined;
};

/** Announces more than it sends. */
const breakingOff: Behaviour = (_received, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('only this', () => response.socket?.destroy());
  return undefined;
};

const timeout = { error: 'timeout', status: null } as const;
const tls = { error: 'tls_failed', status: null } as const;
const answered = { error: null, status: 200 } as const;

function hostiles(): readonly Hostile[] {
  const nonsense = { error: 'protocol_error', status: null } as const;
  const reset = { error: 'connection_reset', status: null } as const;
  const away = redirecting(`${elsewhere.url}/moved`);
  return [
    { name: 'resets', answer: resetting, ...reset },
    { name: 'never answers', answer: silent, ...timeout },
    { name: 'answers headers slowly', answer: slowHeaders(), ...timeout },
    { name: 'trickles the body', answer: slowBody(), ...timeout },
    { name: 'never ends the body', answer: unending, ...timeout },
    { name: 'breaks the body off', answer: breakingOff, ...reset },
    // Beyond 64 KiB nothing is read: the status counts.
    { name: 'pours for ever', answer: endlessBody(), ...answered },
    { name: 'pours a gigabyte', answer: endlessBody(1_000_000_000), ...answered },
    { name: 'sends a gzip bomb', answer: gzipBomb(), ...answered },
    { name: 'redirects', answer: away, error: 'redirect', status: 308 },
    { name: 'sends garbage', answer: garbage(), ...nonsense },
    { name: 'sends huge headers', answer: hugeHeaders(), ...nonsense },
    { name: 'has a certificate of its own', options: { tls: true }, ...tls },
    {
      name: 'has another’s certificate',
      options: { tls: { names: ['other.example'] } },
      trusted: true,
      ...tls,
    },
    {
      name: 'has an expired certificate',
      options: { tls: { expired: true } },
      trusted: true,
      ...tls,
    },
  ];
}

/** Settings of all: each attempt fails, twice. */
const SETTINGS = { timeout_ms: DEADLINE, max_in_flight: 8, max_attempts: 2 } as const;

async function subscribe(url: string, given: object = {}): Promise<string> {
  const id = await room.webhook(`${url}${PATH}`, { ...SETTINGS, ...given });
  const owner = { tenantId: 'ten_acme', ownerId: id };
  const headers = room.sealer.seal(JSON.stringify({ authorization: PASSWORD }), owner);
  await room.store.db
    .updateTable('webhooks')
    .set({ headers })
    .where('webhook_id', '=', id)
    .execute();
  return id;
}

async function subscribeAll(): Promise<Map<string, Hostile>> {
  const ids = new Map<string, Hostile>();
  for (const hostile of hostiles()) {
    const receiver = await open(hostile.options);
    if (hostile.answer) receiver.respondWith(hostile.answer);
    const ca = hostile.trusted ? receiver.ca : null;
    ids.set(await subscribe(receiver.url, { ca }), hostile);
  }
  const closed = await startReceiver();
  await closed.close();
  const refused = { name: 'refuses', error: 'connection_refused', status: null };
  ids.set(await subscribe(closed.url), refused);
  // Takes the connection; the handshake never begins.
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo;
  ids.set(await subscribe(`https://127.0.0.1:${port}`), { name: 'is silent in TLS', ...timeout });
  return ids;
}

test('hostile receivers: bounded, recorded without secrets, and no harm to others', async () => {
  const healthy = await open();
  const healthyId = await room.webhook(healthy.url);
  const ids = await subscribeAll();
  const replica = room.replica();
  // Circuits that open would spare the hub the most of it.
  const letCircuitsOpen = keepCircuitsClosed(room.store);

  const working = Array.from({ length: INCIDENTS }, async () => {
    const id = await room.opened(replica.store);
    for (let n = 1; n < EVENTS; n++) {
      await sleep(300);
      await commentIncident(room.as(replica.store), { id, text: `Note ${n}` });
    }
  });
  await Promise.all(working);
  await healthy.waitFor(INCIDENTS * EVENTS);
  await expect.poll(room.waiting, { timeout: 30_000 }).toEqual({ deliveries: 0, lanes: 0 });
  await letCircuitsOpen();

  const delays = healthy.requests.map(
    ({ body, receivedAt }) => receivedAt - JSON.parse(body.toString()).event_time,
  );
  expect(Math.max(...delays)).toBeLessThan(HEALTHY_WITHIN);
  expect(healthy.requests).toHaveLength(INCIDENTS * EVENTS);
  expect((await room.attempts(healthyId)).every(({ outcome }) => outcome === 'delivered')).toBe(
    true,
  );
  expect(elsewhere.requests).toEqual([]);

  for (const [id, { name, error, status }] of ids) {
    const attempts = await room.attempts(id);
    const each = error === null ? 1 : 2;
    expect(attempts, name).toHaveLength(INCIDENTS * EVENTS * each);
    const last = error === null ? 'delivered' : 'dead';
    expect(
      attempts.filter(({ outcome }) => outcome === last),
      name,
    ).toHaveLength(INCIDENTS * EVENTS);
    for (const attempt of attempts) {
      expect(attempt, name).toMatchObject({ error, status });
      expect(attempt.duration_ms, name).toBeLessThanOrEqual(DEADLINE + ALLOWANCE + SLACK);
      expect(attempt.response_body?.length ?? 0, name).toBeLessThanOrEqual(4_096);
    }
    // The address is shown to admins; nowhere else is a part of it.
    const text = JSON.stringify(attempts.map(({ url: _, ...rest }) => rest));
    for (const secret of [SECRET, PASSWORD, 't0ken', 'in-the-query']) {
      expect(text, name).not.toContain(secret);
    }
  }
}, 60_000);
