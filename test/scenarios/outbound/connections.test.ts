import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { resetting, silent } from '../../fake-receiver/behaviours.ts';
import type { Behaviour } from '../../fake-receiver.ts';
import { createOutboundRig, failureOf, outcomeOf } from './outbound-rig.ts';

const rig = createOutboundRig();
afterEach(() => {
  vi.useRealTimers();
});
afterAll(rig.cleanUp);

/** Answers after a while. */
function lateBy(ms: number): Behaviour {
  return async () => {
    await sleep(ms);
    return 200;
  };
}

describe('the connections of a pool', () => {
  test('serve one request after another', async () => {
    const receiver = await rig.receiver();
    const client = rig.client();
    for (let count = 0; count < 20; count++) {
      expect(outcomeOf(await client.post(receiver.url))).toBe(200);
    }
    expect(receiver.connections()).toBe(1);
  });

  test('are never more than allowed; who waits has its turn in order', async () => {
    let working = 0;
    let most = 0;
    const receiver = await rig.receiver({
      answer: async () => {
        most = Math.max(most, ++working);
        await sleep(10);
        working--;
        return 200;
      },
    });
    const client = rig.client();
    const sends = Array.from({ length: 40 }, (_, index) =>
      client.post(receiver.url, { connections: 3, body: String(index) }),
    );
    expect((await Promise.all(sends)).map(outcomeOf)).toEqual(Array(40).fill(200));
    expect(most).toBe(3);
    expect(receiver.connections()).toBe(3);
    const order = receiver.requests.map(({ body }) => Number(body.toString()));
    // Three at a time, so that nobody is overtaken by more than two.
    for (const [place, index] of order.entries()) expect(Math.abs(place - index)).toBeLessThan(3);
  });

  test('carry one request at a time', async () => {
    const receiver = await rig.receiver({ answer: lateBy(30) });
    const client = rig.client();
    const started = performance.now();
    const sends = Array.from({ length: 5 }, () => client.post(receiver.url, { connections: 1 }));
    await Promise.all(sends);
    expect(performance.now() - started).toBeGreaterThanOrEqual(145);
    expect(receiver.connections()).toBe(1);
  });

  test('that are all busy make a request wait no longer than its deadline, and free nobody', async () => {
    const receiver = await rig.receiver({ answer: lateBy(600) });
    const client = rig.client();
    const first = client.post(receiver.url, { connections: 1 });
    const late = await client.post(receiver.url, { connections: 1, timeoutMs: 200 });
    expect(failureOf(late)).toMatchObject({
      error: 'timeout',
      detail: 'no connection became free within 200 ms',
    });
    expect(outcomeOf(await first)).toBe(200);
    // Whoever left the queue is not sent afterwards.
    expect(outcomeOf(await client.post(receiver.url, { connections: 1 }))).toBe(200);
    expect(receiver.requests).toHaveLength(2);
  });

  test('are free again after timeouts and resets', async () => {
    const receiver = await rig.receiver({ answer: silent });
    const client = rig.client();
    const post = (timeoutMs: number) => client.post(receiver.url, { connections: 2, timeoutMs });
    const lost = await Promise.all(Array.from({ length: 4 }, () => post(150)));
    expect(lost.map(outcomeOf)).toEqual(Array(4).fill('timeout'));
    receiver.respondWith(resetting);
    const reset = await Promise.all(Array.from({ length: 6 }, () => post(2_000)));
    expect(reset.map(outcomeOf)).toEqual(Array(6).fill('connection_reset'));
    receiver.respondWith(200);
    const fine = await Promise.all(Array.from({ length: 6 }, () => post(2_000)));
    expect(fine.map(outcomeOf)).toEqual(Array(6).fill(200));
  });

  test('that are still being opened are given up at the deadline, for those who wait', async () => {
    const receiver = await rig.receiver();
    const answers: (() => void)[] = [];
    const resolve = () =>
      new Promise<string[]>((done) => {
        answers.push(() => done(['127.0.0.1']));
      });
    const client = rig.client({ resolve });
    const url = `http://hooks.example:${receiver.port}/`;
    const lost = client.post(url, { connections: 1, timeoutMs: 200 });
    const waits = client.post(url, { connections: 1, timeoutMs: 2_000 });
    expect(outcomeOf(await lost)).toBe('timeout');
    await vi.waitUntil(() => answers.length === 2);
    answers[1]?.();
    expect(outcomeOf(await waits)).toBe(200);
    answers[0]?.();
    expect(receiver.connections()).toBe(1);
  });

  test('never count as fewer than one', async () => {
    const receiver = await rig.receiver();
    const client = rig.client();
    for (const connections of [0, -1, Number.NaN, 0.5]) {
      expect(outcomeOf(await client.post(receiver.url, { connections }))).toBe(200);
    }
  });

  test('are another pool’s for another key, origin or setting', async () => {
    const receiver = await rig.receiver();
    const client = rig.client();
    const changes = [
      {},
      { pool: 'whk_2' },
      { connections: 5 },
      { verifyTls: false },
      { ca: 'another' },
      { url: `http://localhost:${receiver.port}/` },
    ];
    for (const change of [...changes, ...changes]) {
      expect(outcomeOf(await client.post(receiver.url, change))).toBe(200);
    }
    expect(receiver.connections()).toBe(changes.length);
  });
});

describe('a connection', () => {
  test('that the receiver closes when idle is replaced, and nothing is lost', async () => {
    const receiver = await rig.receiver();
    const client = rig.client();
    for (let count = 1; count <= 5; count++) {
      receiver.respondWith((_received, response) => {
        const { socket } = response;
        response.once('finish', () => setTimeout(() => socket?.destroy(), 5));
        return 200;
      });
      expect(outcomeOf(await client.post(receiver.url))).toBe(200);
      await sleep(50);
      expect(receiver.connections()).toBe(count);
    }
    expect(receiver.requests).toHaveLength(5);
  });

  test('that breaks under a request is not tried again with it', async () => {
    const receiver = await rig.receiver();
    const client = rig.client();
    await client.post(receiver.url);
    // The same connection: to the client this looks like one that had gone stale.
    receiver.respondWith(resetting);
    expect(outcomeOf(await client.post(receiver.url))).toBe('connection_reset');
    await sleep(100);
    expect(receiver.requests.map(({ connection }) => connection)).toEqual([1, 1]);
    expect(receiver.connections()).toBe(1);
  });

  test('is not kept where the receiver does not want it', async () => {
    const receiver = await rig.receiver({
      answer: { status: 200, headers: { connection: 'close' } },
    });
    const client = rig.client();
    for (let count = 0; count < 3; count++) {
      expect(outcomeOf(await client.post(receiver.url))).toBe(200);
    }
    expect(receiver.connections()).toBe(3);
  });

  test('is not used for longer than a minute, so that its name is resolved again', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const receiver = await rig.receiver();
    let asked = 0;
    const resolve = async () => {
      asked++;
      return ['127.0.0.1'];
    };
    const client = rig.client({ resolve });
    const url = `http://hooks.example:${receiver.port}/`;
    const post = async () => {
      expect(outcomeOf(await client.post(url))).toBe(200);
      return [receiver.connections(), asked];
    };
    expect(await post()).toEqual([1, 1]);
    vi.advanceTimersByTime(59_000);
    expect(await post()).toEqual([1, 1]);
    vi.advanceTimersByTime(1_001);
    expect(await post()).toEqual([2, 2]);
  });

  test('is closed when its pool has been idle for a minute', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
    const receiver = await rig.receiver();
    const client = rig.client();
    await client.post(receiver.url);
    vi.advanceTimersByTime(75_000);
    vi.useRealTimers();
    await vi.waitUntil(async () => (await receiver.open()) === 0);
  });

  test('of the pool unused for longest is closed where there are too many', async () => {
    const receiver = await rig.receiver();
    const client = rig.client();
    const pools = Array.from({ length: 520 }, (_, index) => `whk_${index}`);
    for (const pool of pools) await client.post(receiver.url, { pool });
    expect(receiver.connections()).toBe(520);
    await vi.waitUntil(async () => (await receiver.open()) <= 512);
    await client.post(receiver.url, { pool: 'whk_519' });
    expect(receiver.connections()).toBe(520);
    await client.post(receiver.url, { pool: 'whk_0' });
    expect(receiver.connections()).toBe(521);
  });
});
