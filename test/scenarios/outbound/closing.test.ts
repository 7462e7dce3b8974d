import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createOutboundRig, outcomeOf } from './outbound-rig.ts';

const rig = createOutboundRig();
afterAll(rig.cleanUp);

describe('closing the client', () => {
  test('waits for what is under way, ends what waits, refuses what comes', async () => {
    const receiver = await rig.receiver();
    receiver.respondWith(() => sleep(300, 200));
    const client = rig.client();
    const underway = client.post(receiver.url, { connections: 1 });
    await receiver.waitFor(1);
    const waiting = client.post(receiver.url, { connections: 1 });
    let closed = false;
    const closing = client.close().then(() => {
      closed = true;
    });
    expect(outcomeOf(await waiting)).toBe('shutting_down');
    expect(outcomeOf(await client.post(receiver.url))).toBe('shutting_down');
    expect(closed).toBe(false);
    expect(outcomeOf(await underway)).toBe(200);
    await closing;
    expect(receiver.requests).toHaveLength(1);
    await vi.waitUntil(async () => (await receiver.open()) === 0);
  });

  test('gives up what is still being connected', async () => {
    const client = rig.client({ resolve: () => new Promise(() => {}) });
    const started = performance.now();
    const connecting = client.post('https://hooks.example/', { timeoutMs: 10_000 });
    await client.close();
    expect(outcomeOf(await connecting)).toBe('shutting_down');
    expect(performance.now() - started).toBeLessThan(9_000);
  });

  test('twice is the same as once', async () => {
    const client = rig.client();
    await client.close();
    await client.close();
  });
});
