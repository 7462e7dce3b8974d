import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { garbage } from '../../fake-receiver/behaviours.ts';
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
  client = rig.client();
  receiver = await rig.receiver();
});
// Whatever the receiver did, the next one is served.
afterEach(async () => {
  receiver.respondWith(204);
  expect(outcomeOf(await client.post(receiver.url))).toBe(204);
});
afterAll(rig.cleanUp);

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
    const end = 'HTTP/1.1 202 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok';
    receiver.respondWith(garbage(hints + end));
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
      headers: { 'Retry-After': '7', 'X-Many': ['a', 'b'] },
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

  test('cannot smuggle a prototype in its headers', async () => {
    const headers = '__proto__: a\r\nconstructor: b\r\nconnection: close';
    receiver.respondWith(garbage(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n`));
    const answer = answerOf(await client.post(receiver.url));
    expect(Object.entries(answer.headers)).toContainEqual(['constructor', 'b']);
    expect(Object.getPrototypeOf(answer.headers)).toBe(Object.prototype);
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
