import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
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
    const { result, took } = await timed(receiver.url, 2_000);
    expect(answerOf(result)).toMatchObject({ status: 200, body: 'a'.repeat(4_096) });
    expect(took).toBeLessThan(1_000);
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
    const send = (index: number) => client.post(receiver.url, { pool: `huge ${index % 8}` });
    await Promise.all(Array.from({ length: 16 }, (_, index) => send(index)));
    const before = process.memoryUsage.rss();
    let most = before;
    for (let round = 0; round < 10; round++) {
      const results = await Promise.all(Array.from({ length: 16 }, (_, index) => send(index)));
      expect(results.map(outcomeOf)).toEqual(Array(16).fill(200));
      most = Math.max(most, process.memoryUsage.rss());
    }
    expect((most - before) / 1_048_576).toBeLessThan(32);
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
    expect((process.memoryUsage.rss() - before) / 1_048_576).toBeLessThan(32);
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

describe('a receiver that does not speak HTTP', () => {
  test.each([
    ['sends anything', garbage()],
    ['greets as SSH does', garbage('SSH-2.0-OpenSSH_9.6\r\n')],
    ['answers without a status', garbage('HTTP/1.1 \r\n\r\n')],
    ['answers with a status of two digits', garbage('HTTP/1.1 20 OK\r\n\r\n')],
    ['answers with status 0', garbage('HTTP/1.1 000 No\r\ncontent-length: 0\r\n\r\n')],
    ['answers 100 for ever', garbage('HTTP/1.1 100 Continue\r\n\r\n'.repeat(100))],
    [
      'changes the protocol',
      garbage('HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ],
    ['has a header with a NUL', garbage('HTTP/1.1 200 OK\r\na: \0\r\n\r\n')],
    [
      'counts chunks wrong',
      garbage('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n'),
    ],
    [
      'announces two lengths',
      garbage('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
    ],
  ])('fails when it %s', async (_, behaviour) => {
    receiver.respondWith(behaviour);
    const failure = failureOf(await client.post(receiver.url));
    expect(failure.error).toBe('protocol_error');
    expect(failure.detail).not.toMatch(/SSH|\n/);
  });

  test('answers by the old rules is understood', async () => {
    receiver.respondWith(garbage('HTTP/1.0 200 OK\r\n\r\nuntil the end'));
    expect(answerOf(await client.post(receiver.url)).body).toBe('until the end');
  });

  test('hints before its answer is understood', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    receiver.respondWith(garbage(`${hints}HTTP/1.1 202 OK\r\ncontent-length: 2\r\n\r\nok`));
    expect(answerOf(await client.post(receiver.url))).toMatchObject({ status: 202, body: 'ok' });
  });

  test('answers twice is heard once', async () => {
    const one = 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\na';
    const two = await listen((socket) => socket.once('data', () => socket.write(one + one)));
    expect(answerOf(await client.post(two.url)).body).toBe('a');
    // The second answer must not become that of the next request.
    expect(outcomeOf(await client.post(two.url))).toBe(200);
    expect(two.opened()).toBe(2);
    await two.close();
  });
});

describe('an answer', () => {
  test('has its headers in lower case, repeated ones joined', async () => {
    receiver.respondWith({
      status: 429,
      headers: { 'Retry-After': '7', 'X-Many': ['a', 'b'], __proto__x: '1' },
      body: 'Später',
    });
    const answer = answerOf(await client.post(receiver.url));
    expect(answer).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7', 'x-many': 'a, b' },
      body: 'Später',
    });
    expect(answer.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('is text whatever its bytes', async () => {
    receiver.respondWith({ status: 200, body: Buffer.from('ff00fe41', 'hex') });
    expect(answerOf(await client.post(receiver.url)).body).toBe('\ufffd\0\ufffdA');
  });

  test('is not cut inside a character', async () => {
    receiver.respondWith({ status: 200, body: `a${'ä'.repeat(3_000)}` });
    expect(answerOf(await client.post(receiver.url)).body).toBe(`a${'ä'.repeat(2_047)}`);
  });

  test('may be empty', async () => {
    receiver.respondWith(204);
    expect(answerOf(await client.post(receiver.url))).toMatchObject({ status: 204, body: '' });
  });
});

describe('a request', () => {
  test('arrives as it was given', async () => {
    const body = Buffer.from('00ff7b7d', 'hex');
    const headers = {
      'Content-Type': 'application/json',
      'X-Team': 'Größe',
      'webhook-id': 'evt_1',
    };
    const url = `${receiver.url}/a%20b/ü?c=d&e#f`;
    await client.post(url, { method: 'PUT', headers, body });
    const received = receiver.requests.at(-1);
    expect(received).toMatchObject({ method: 'PUT', path: '/a%20b/%C3%BC?c=d&e', body });
    expect(received?.headers).toEqual({
      host: `127.0.0.1:${receiver.port}`,
      connection: 'keep-alive',
      'content-type': 'application/json',
      'x-team': 'Größe',
      'webhook-id': 'evt_1',
      'content-length': '4',
    });
  });

  test('without a body has none', async () => {
    await client.post(receiver.url, { method: 'GET', body: null, headers: {} });
    const received = receiver.requests.at(-1);
    expect(received?.body).toHaveLength(0);
    expect(received?.headers).not.toHaveProperty('content-length');
    await client.post(receiver.url, { body: '' });
    expect(receiver.requests.at(-1)?.headers['content-length']).toBe('0');
  });

  test('with a header that cannot be sent is not sent', async () => {
    const before = receiver.requests.length;
    for (const headers of [{ 'x-a': 'a\r\nx-b: c' }, { 'content-length': '1' }, { 'a b': 'c' }]) {
      expect(outcomeOf(await client.post(receiver.url, { headers }))).toBe('protocol_error');
    }
    expect(receiver.requests).toHaveLength(before);
  });
});

/** A server that does with a connection what it likes. */
async function listen(welcome: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer((socket) => {
    opened++;
    sockets.add(socket);
    socket.on('error', () => {});
    welcome(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    opened: () => opened,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
