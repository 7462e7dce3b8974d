import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FakeReceiver } from '../../fake-receiver.ts';
import { createOutboundRig, failureOf, outcomeOf, secondLoopback } from './outbound-rig.ts';

const rig = createOutboundRig();
/** The address that may be called; it has the receiver, 127.0.0.1 the canary. */
let allowed: string;
let receiver: FakeReceiver;
let canary: FakeReceiver;
let before = 0;

const FORBIDDEN = '127.0.0.1';

beforeAll(async () => {
  allowed = await secondLoopback();
  canary = await rig.receiver({ host: FORBIDDEN });
  receiver = await rig.receiver({ host: allowed, port: canary.port });
});
beforeEach(() => {
  before = receiver.requests.length;
});
afterAll(rig.cleanUp);

/** A client that resolves by these answers, one after another, the last one for ever. */
function clientOf(...answers: readonly (readonly string[])[]) {
  let asked = 0;
  const resolve = async () => answers[Math.min(asked++, answers.length - 1)] ?? [];
  const client = rig.client({ allowCidrs: [allowed], resolve });
  const url = `http://hooks.example:${canary.port}/`;
  return { ...client, url, asked: () => asked };
}

describe('a name that changes its answer', () => {
  test('between vetting and connecting changes nothing: it is asked once', async () => {
    const client = clientOf([allowed], [FORBIDDEN]);
    expect(outcomeOf(await client.post(client.url))).toBe(200);
    expect(client.asked()).toBe(1);
    expect(receiver.requests).toHaveLength(before + 1);
    expect(canary.connections()).toBe(0);
  });

  test('to a forbidden one is refused with the next connection', async () => {
    const client = clientOf([allowed], [FORBIDDEN]);
    expect(outcomeOf(await client.post(client.url, { pool: 'first' }))).toBe(200);
    expect(outcomeOf(await client.post(client.url, { pool: 'second' }))).toBe('blocked_address');
    expect(canary.connections()).toBe(0);
  });

  test('on every question never leads to the forbidden one', async () => {
    let flips = 0;
    const resolve = async () => [flips++ % 2 === 0 ? allowed : FORBIDDEN];
    const client = rig.client({ allowCidrs: [allowed], resolve });
    const url = `http://hooks.example:${canary.port}/`;
    const sends = Array.from({ length: 100 }, (_, index) =>
      client.post(url, { pool: `pool ${index}` }),
    );
    const outcomes = (await Promise.all(sends)).map(outcomeOf);
    expect(outcomes.filter((one) => one === 200)).toHaveLength(50);
    expect(outcomes.filter((one) => one === 'blocked_address')).toHaveLength(50);
    expect(canary.connections()).toBe(0);
  });
});

describe('a name with allowed and forbidden addresses', () => {
  test('is called at the allowed one, whichever comes first', async () => {
    for (const addresses of [
      [FORBIDDEN, allowed],
      [allowed, FORBIDDEN],
      ['10.0.0.1', `::ffff:${FORBIDDEN}`, allowed, '0.0.0.0'],
    ]) {
      const client = clientOf(addresses);
      expect(outcomeOf(await client.post(client.url))).toBe(200);
    }
    expect(receiver.requests).toHaveLength(before + 3);
    expect(canary.connections()).toBe(0);
  });

  test('is not called at the forbidden one when the allowed one refuses', async () => {
    const nobody = await rig.receiver({ host: FORBIDDEN });
    const client = clientOf([allowed, FORBIDDEN]);
    // Only the forbidden address listens on this port.
    const result = await client.post(`http://hooks.example:${nobody.port}/`);
    expect(outcomeOf(result)).toBe('connection_refused');
    expect(nobody.connections()).toBe(0);
  });
});

describe('a name', () => {
  test('that has no address fails, and is asked again the next time', async () => {
    const client = clientOf([], [allowed]);
    const failure = failureOf(await client.post(client.url));
    expect(failure).toMatchObject({
      error: 'dns_failed',
      detail: 'hooks.example has no address',
    });
    expect(outcomeOf(await client.post(client.url))).toBe(200);
  });

  test('that cannot be resolved fails with the reason', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ESERVFAIL' }));
    const client = rig.client({ resolve });
    const result = await client.post('https://hooks.example/secret-path?token=1');
    expect(failureOf(result)).toMatchObject({
      error: 'dns_failed',
      detail: 'hooks.example could not be resolved (ESERVFAIL)',
    });
  });

  test('whose servers never answer fails at the deadline', async () => {
    const client = rig.client({ resolve: () => new Promise(() => {}) });
    const started = performance.now();
    const result = await client.post('https://hooks.example/', { timeoutMs: 300 });
    expect(failureOf(result)).toMatchObject({
      error: 'timeout',
      detail: 'no connection within 300 ms',
    });
    expect(performance.now() - started).toBeLessThan(300 + 250);
  });

  test('is asked once by connections that open together', async () => {
    const client = clientOf([allowed]);
    receiver.respondWith(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return 200;
    });
    await Promise.all(Array.from({ length: 4 }, () => client.post(client.url)));
    expect(client.asked()).toBe(1);
  });
});
