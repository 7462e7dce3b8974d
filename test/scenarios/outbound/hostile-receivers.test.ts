import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  endlessBody,
  garbage,
  gzipBomb,
  hugeHeaders,
  resetting,
  silent,
  slowBody,
  slowHeaders,
} from '../../fake-receiver/behaviours.ts';
import type { FakeReceiver } from '../../fake-receiver.ts';
import {
  answerOf,
  createOutboundRig,
  failureOf,
  outcomeOf,
  type TestClient,
} from './outbound-rig.ts';
import { listen } from './raw-receiver.ts';

const rig = createOutboundRig();
let client: TestClient;
let receiver: FakeReceiver;

beforeAll(async () => {
  client = rig.client({ allowCidrs: ['127.0.0.0/8', '224.0.0.0/4', '100::/64'] });
  receiver = await rig.receiver();
});
// Whatever the receiver did, the next one is served.
afterEach(async () => {
  receiver.respondWith(204);
  expect(outcomeOf(await client.post(receiver.url))).toBe(204);
});
afterAll(rig.cleanUp);

/** What came of it, and how long it took. */
async function timed(url: string, timeoutMs: number) {
  const started = performance.now();
  const result = await client.post(url, { timeoutMs });
  return { result, took: performance.now() - started };
}

describe('a receiver that cannot be reached', () => {
  test('refuses', async () => {
    const gone = await rig.receiver();
    await gone.close();
    const failure = failureOf(await client.post(`${gone.url}/secret?token=1`));
    expect(failure).toMatchObject({
      error: 'connection_refused',
      detail: 'the connection was refused',
    });
  });

  test('has no route', async () => {
    // TCP knows no multicast: the system says so at once.
    expect(outcomeOf(await client.post('http://224.0.0.1/'))).toBe('connection_failed');
  });

  test('swallows everything', async () => {
    // The discard prefix of IPv6; without IPv6 there is no route instead.
    const { result, took } = await timed('http://[100::1]/', 300);
    expect(outcomeOf(result)).toBeOneOf(['timeout', 'connection_failed']);
    expect(took).toBeLessThan(300 + 250);
  });
});

describe('a receiver that never finishes', () => {
  test.each([
    ['its answer', silent, 'no answer within 400 ms'],
    ['its headers', slowHeaders(), 'no answer within 400 ms'],
    ['its body', slowBody(), 'the body after the status 200 did not end within 400 ms'],
  ])('%s is cut at the deadline', async (_, behaviour, detail) => {
    receiver.respondWith(behaviour);
    const { result, took } = await timed(receiver.url, 400);
    expect(failureOf(result)).toMatchObject({ error: 'timeout', detail });
    expect(took).toBeGreaterThanOrEqual(395);
    expect(took).toBeLessThan(400 + 250);
  });

  test('reading our request is cut at the deadline', async () => {
    const deaf = await listen((socket) => socket.pause());
    const body = Buffer.alloc(20_000_000);
    const started = performance.now();
    const result = await client.post(deaf.url, { body, timeoutMs: 400 });
    expect(outcomeOf(result)).toBe('timeout');
    expect(performance.now() - started).toBeLessThan(400 + 250);
    await deaf.close();
  });

  test('hints before its answer is cut at the deadline', async () => {
    const hinting = await listen((socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const { result, took } = await timed(hinting.url, 400);
    expect(outcomeOf(result)).toBe('timeout');
    expect(took).toBeLessThan(400 + 250);
    await hinting.close();
  });

  test('is cut many times at once, each on time', async () => {
    receiver.respondWith(slowBody());
    const sends = Array.from({ length: 50 }, (_, index) =>
      client.post(receiver.url, { pool: `slow ${index}`, timeoutMs: 500 }),
    );
    const results = await Promise.all(sends);
    expect(results.map(outcomeOf)).toEqual(Array(50).fill('timeout'));
    for (const { durationMs } of results) expect(durationMs).toBeLessThan(500 + 250);
  });
});

describe('a receiver that closes the connection', () => {
  test.each([
    ['without an answer', resetting, 'the receiver closed the connection'],
    [
      'in its body',
      garbage('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort'),
      'the receiver closed the connection after the status 200',
    ],
  ])('%s fails, and is not sent the request again', async (_, behaviour, detail) => {
    const before = receiver.requests.length;
    receiver.respondWith(behaviour);
    expect(failureOf(await client.post(receiver.url))).toMatchObject({
      error: 'connection_reset',
      detail,
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.requests.length).toBe(before + 1);
  });

  test('at once fails and is not called for ever', async () => {
    const slamming = await listen((socket) => socket.resetAndDestroy());
    expect(outcomeOf(await client.post(slamming.url))).toBe('connection_reset');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(slamming.opened()).toBe(1);
    await slamming.close();
  });
});

describe('a receiver that sends too much', () => {
  test('body keeps its status, and the first 4 KiB are kept', async () => {
    receiver.respondWith(endlessBody());
    const { result, took } = await timed(receiver.url, 10_000);
    expect(answerOf(result)).toMatchObject({ status: 200, body: 'a'.repeat(4_096) });
    expect(took).toBeLessThan(9_000);
  });

  test('body is read whole up to 64 KiB, so that its connection serves on', async () => {
    const own = await rig.receiver({ answer: { status: 200, body: 'b'.repeat(65_536) } });
    for (let count = 0; count < 3; count++) {
      expect(answerOf(await client.post(own.url)).body).toBe('b'.repeat(4_096));
    }
    expect(own.connections()).toBe(1);
  });

  test('bodies of 1 GB do not fill our memory', async () => {
    receiver.respondWith(endlessBody(1_000_000_000));
    const send = (index: number) => client.post(receiver.url, { pool: `huge ${index}` });
    const round = () => Promise.all(Array.from({ length: 8 }, (_, index) => send(index)));
    await round();
    const before = process.memoryUsage.rss();
    let most = before;
    for (let count = 0; count < 4; count++) {
      expect((await round()).map(outcomeOf)).toEqual(Array(8).fill(200));
      most = Math.max(most, process.memoryUsage.rss());
    }
    expect((most - before) / 1_048_576).toBeLessThan(256);
  });

  test('is not asked to compress, and what is compressed stays so', async () => {
    const bomb = gzipBomb();
    receiver.respondWith(bomb);
    const before = process.memoryUsage.rss();
    const answer = answerOf(await client.post(receiver.url));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-encoding': 'gzip' } });
    expect(answer.body.length).toBeLessThanOrEqual(4_096);
    expect(answer.body).not.toMatch(/^\0+$/);
    expect(receiver.requests.at(-1)?.headers).not.toHaveProperty('accept-encoding');
    expect((process.memoryUsage.rss() - before) / 1_048_576).toBeLessThan(64);
    // It is a bomb.
    const reply = await bomb(receiver.requests[0] as never, undefined as never);
    const { body } = reply as { body: Buffer };
    expect(gunzipSync(body).length).toBe(100_000_000);
  });

  test.each([
    ['in one header', hugeHeaders(17_000, 17_000)],
    ['in a few headers', hugeHeaders(17_000, 4_000)],
    ['in many headers', hugeHeaders(1_000_000, 1_000)],
    ['in headers without a value', garbage(`HTTP/1.1 200 OK\r\n${'a:\r\n'.repeat(300)}\r\n`)],
  ])('%s fails', async (_, behaviour) => {
    receiver.respondWith(behaviour);
    expect(outcomeOf(await client.post(receiver.url))).toBe('protocol_error');
  });

  test('but not too much is read whole', async () => {
    receiver.respondWith(hugeHeaders(15_000, 3_000));
    expect(outcomeOf(await client.post(receiver.url))).toBe(200);
  });
});
