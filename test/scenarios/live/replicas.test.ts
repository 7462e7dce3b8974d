import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { openStream, type Received, type StreamClient } from './stream-client.ts';

// Two replicas of the hub on one database; viewers go from one to the other.

let database: TestDatabase;
const hubs: HubRig[] = [];
let acme: Credentials;

beforeAll(async () => {
  database = await createTestDatabase();
  const env = {
    DATABASE_URL: database.url,
    TOCSIN_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
  };
  hubs.push(await openHubRig(env), await openHubRig(env));
  acme = await hub(0).createTenant('acme');
});
afterAll(async () => {
  for (const each of hubs) await each.close();
  await database?.drop();
});

function hub(index: number): HubRig {
  const found = hubs[index % 2];
  if (!found) throw new Error('No hub.');
  return found;
}

/** A viewer whose connection is killed again and again, each time going on at the other replica. */
function restlessViewer() {
  const received: Received[] = [];
  let cursor: string | null = null;
  let stopped = false;
  let connections = 0;
  const run = async () => {
    while (!stopped) {
      const { base } = hub(connections++);
      const stream = await openStream({ base, apiKey: acme.apiKey, lastEventId: cursor });
      await sleep(20 + Math.random() * 150);
      stream.kill();
      cursor = stream.lastId();
      received.push(...stream.received);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      await running;
      return { received, cursor, connections };
    },
  };
}

const logged = (received: readonly Received[]) =>
  received.filter(({ event }) => event === 'incident' || event === 'alert');

test('a viewer that is disconnected again and again gets every event once, in order', async () => {
  // What came before the first connection is not to be followed.
  const first = await openStream({ base: hub(0).base, apiKey: acme.apiKey });
  await first.until(() => first.received.length > 0);
  const viewer = restlessViewer();
  await sleep(300);
  const open = async (n: number) => {
    const api = (path: string, body?: unknown) => hub(n).api(acme.apiKey, 'POST', path, body ?? {});
    const { id } = await api('/incidents', { title: `Number ${n}`, severity: 'low' });
    await sleep(Math.random() * 50);
    await hub(n + 1).api(acme.apiKey, 'POST', `/incidents/${id}/acknowledge`);
    await api(`/incidents/${id}/comment`, { text: 'Seen' });
    return id as string;
  };
  const ids: string[] = [];
  for (let round = 0; round < 12; round++) {
    ids.push(...(await Promise.all([0, 1, 2, 3, 4].map((n) => open(round * 5 + n)))));
  }
  await first.until(() => countDone(first, ids) === ids.length);
  await sleep(500);
  const { received, connections } = await viewer.stop();
  expect(connections).toBeGreaterThan(10);
  const seen = logged(received).map(({ id }) => id);
  expect(seen).toEqual(logged(first.received).map(({ id }) => id));
  expect(new Set(seen).size).toBe(seen.length);
  const versions = logged(received).map(({ data }) => `${data.id} ${data.version}`);
  expect(new Set(versions).size).toBe(versions.length);
  first.kill();
});

/** Incidents whose last change, the comment, has come. */
function countDone(stream: StreamClient, ids: readonly string[]): number {
  const done = stream
    .of('incident')
    .filter(({ data }) => data.incident.progress === 'acknowledged' && data.version >= 3);
  const finished = new Set(done.map(({ data }) => data.id));
  return ids.filter((id) => finished.has(id)).length;
}

test('a thousand alerts at once reach the viewers of both replicas, nothing twice', async () => {
  const streams = await Promise.all(
    [0, 1].map((n) => openStream({ base: hub(n).base, apiKey: acme.apiKey })),
  );
  for (const stream of streams) await stream.until(() => stream.received.length > 0);
  const { path } = await hub(0).createIntegration(acme.apiKey, {
    format: 'regen',
    settings: { signature: 'off' },
  });
  const post = async (n: number) => {
    const body = { title: `Burst ${n}`, external_id: `burst-${n}` };
    expect((await hub(n).post(path, body)).status).toBeLessThan(300);
  };
  for (let n = 0; n < 1_000; n += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => post(n + index)));
  }
  for (const stream of streams) {
    const titles = () =>
      stream
        .of('incident')
        .map(({ data }) => data.incident.title)
        .filter((title) => title.startsWith('Burst'));
    await stream.until(() => new Set(titles()).size === 1_000, 20_000);
    expect(titles()).toHaveLength(1_000);
    expect(stream.of('reset').filter(({ data }) => data.reason !== 'warming_up')).toEqual([]);
    stream.kill();
  }
});
