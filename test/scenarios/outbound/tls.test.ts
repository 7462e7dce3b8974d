import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCertificate } from '../../fake-receiver/certificate.ts';
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
  client = rig.client({ resolve: async () => ['127.0.0.1'] });
  receiver = await rig.receiver({ tls: { names: ['hooks.example', '127.0.0.1'] } });
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(rig.cleanUp);

describe('a certificate that nobody vouches for', () => {
  test('is refused, and no byte of the request is sent', async () => {
    expect(failureOf(await client.post(receiver.url))).toMatchObject({
      error: 'tls_failed',
      detail: 'TLS failed: self-signed certificate',
    });
    expect(receiver.requests).toHaveLength(0);
  });

  test('is refused whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const result = await client.post(receiver.url, { pool: 'environment' });
    expect(outcomeOf(result)).toBe('tls_failed');
  });

  test('is taken where TLS is not verified, in that pool only', async () => {
    expect(outcomeOf(await client.post(receiver.url, { verifyTls: false }))).toBe(200);
    expect(outcomeOf(await client.post(receiver.url))).toBe('tls_failed');
  });

  test('is taken where its authority is given, in that pool only', async () => {
    expect(outcomeOf(await client.post(receiver.url, { ca: receiver.ca }))).toBe(200);
    expect(outcomeOf(await client.post(receiver.url))).toBe('tls_failed');
    const { cert } = createCertificate();
    expect(outcomeOf(await client.post(receiver.url, { ca: cert }))).toBe('tls_failed');
  });

  test('is refused where the authority cannot be read', async () => {
    for (const ca of ['', 'nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n']) {
      expect(outcomeOf(await client.post(receiver.url, { ca }))).toBe('tls_failed');
    }
  });
});

describe('a certificate with an authority', () => {
  test('must be for the name of the URL, although the socket goes to an address', async () => {
    const { ca, port } = receiver;
    expect(outcomeOf(await client.post(`https://hooks.example:${port}/`, { ca }))).toBe(200);
    expect(outcomeOf(await client.post(`https://hooks.example.:${port}/`, { ca }))).toBe(200);
    const failure = failureOf(await client.post(`https://other.example:${port}/`, { ca }));
    expect(failure.error).toBe('tls_failed');
    expect(failure.detail).toMatch(/other\.example/);
  });

  test('must be for the address where the URL has one', async () => {
    const named = await rig.receiver({ tls: { names: ['hooks.example'] } });
    const { ca } = named;
    expect(outcomeOf(await client.post(named.url, { ca }))).toBe('tls_failed');
  });

  test('must not have expired', async () => {
    const old = await rig.receiver({ tls: { expired: true } });
    expect(failureOf(await client.post(old.url, { ca: old.ca }))).toMatchObject({
      error: 'tls_failed',
      detail: 'TLS failed: certificate has expired',
    });
  });
});

describe('TLS', () => {
  test('tells the receiver the name of the URL', async () => {
    const names: unknown[] = [];
    receiver.respondWith((_received, response) => {
      names.push((response.socket as TLSSocket & { servername: unknown }).servername);
      return 200;
    });
    const { ca, port } = receiver;
    await client.post(`https://hooks.example:${port}/`, { ca, pool: 'name' });
    await client.post(`https://127.0.0.1:${port}/`, { ca, pool: 'address' });
    expect(names).toEqual(['hooks.example', false]);
  });

  test('is resumed by the next connection', async () => {
    const resumed: boolean[] = [];
    const there = await rig.receiver({ tls: true });
    there.respondWith((_received, response) => {
      resumed.push((response.socket as TLSSocket).isSessionReused());
      return { status: 200, headers: { connection: 'close' } };
    });
    for (let count = 0; count < 2; count++) {
      answerOf(await client.post(there.url, { ca: there.ca }));
    }
    expect(resumed).toEqual([false, true]);
  });

  test('fails where the receiver does not speak it', async () => {
    const plain = await rig.receiver();
    const failure = failureOf(await client.post(`https://127.0.0.1:${plain.port}/`));
    expect(failure).toMatchObject({
      error: 'tls_failed',
      detail: 'TLS failed: wrong version number',
    });
  });

  test('is not taken for HTTP', async () => {
    const result = await client.post(`http://127.0.0.1:${receiver.port}/`);
    expect(outcomeOf(result)).toBeOneOf(['protocol_error', 'connection_reset', 400]);
    expect(outcomeOf(result)).not.toBe(200);
  });

  test.each([
    ['hangs', 'timeout', 'no connection within 300 ms'],
    ['closes', 'connection_reset', 'the receiver closed the connection during TLS'],
  ] as const)('fails on time where the receiver %s', async (what, error, detail) => {
    const server = createServer((socket) => {
      socket.on('error', () => {}).resume();
      if (what === 'closes') socket.once('data', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const started = performance.now();
    const result = await client.post(`https://127.0.0.1:${port}/`, { timeoutMs: 300 });
    expect(failureOf(result)).toMatchObject({ error, detail });
    expect(performance.now() - started).toBeLessThan(300 + 250);
    // Nothing of ours is left on it, or it would not close.
    server.close();
    await once(server, 'close');
  });
});
