import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Credentials, type HubRig, openHubRig } from '../../hub-rig.ts';
import { openStream, type StreamClient } from './stream-client.ts';

let hub: HubRig;
let acme: Credentials;
const open: StreamClient[] = [];

beforeAll(async () => {
  hub = await openHubRig();
  acme = await hub.createTenant('acme');
});
afterAll(async () => {
  for (const stream of open) stream.kill();
  await hub?.close();
});

async function watch(given: { apiKey?: string; lastEventId?: string | null; query?: string } = {}) {
  const stream = await openStream({ base: hub.base, apiKey: acme.apiKey, ...given });
  open.push(stream);
  await stream.until(() => stream.received.length > 0);
  return stream;
}

const api = (method: string, path: string, body?: unknown) =>
  hub.api(acme.apiKey, method, path, body);

async function openIncident(title: string): Promise<string> {
  return (await api('POST', '/incidents', { title, severity: 'high' })).id;
}

/** Versions of an incident in the order they came. */
const versions = (stream: StreamClient, id: string): number[] =>
  stream
    .of('incident')
    .filter(({ data }) => data.id === id)
    .map(({ data }) => data.version);

describe('the stream', () => {
  test('begins at once, and is left alone by proxies', async () => {
    const stream = await watch();
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    expect(stream.headers['cache-control']).toContain('no-transform');
    expect(stream.received[0]).toMatchObject({
      event: 'ready',
      data: { resumed: false, heartbeat_seconds: 15 },
    });
  });

  test('brings an incident as the list shows it, with what happened and who did it', async () => {
    const stream = await watch();
    const id = await openIncident('Cash drawer 7 is open');
    const told = () => stream.of('incident').filter(({ data }) => data.id === id);
    const change = (kind: string) =>
      told()
        .flatMap(({ data }) => data.changes)
        .find((each: { kind: string }) => each.kind === kind);
    await stream.until(() => change('opened') !== undefined);
    await api('POST', `/incidents/${id}/acknowledge`);
    await stream.until(() => change('acknowledged') !== undefined);
    // Its triage comes by itself, sooner or later.
    const asListed = async () =>
      expect(told().at(-1)?.data.incident).toEqual((await api('GET', '/incidents')).data[0]);
    await vi.waitFor(asListed, { timeout: 20_000, interval: 100 });
    expect(change('opened')).toMatchObject({ actor: { type: 'person' } });
    expect(change('acknowledged')).toMatchObject({ actor: { type: 'person' } });
    const seen = versions(stream, id);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
  });

  test('tells of every alert after its answer, without being asked', async () => {
    const stream = await watch();
    const integration = await hub.createIntegration(acme.apiKey, {
      format: 'regen',
      settings: { signature: 'off' },
    });
    for (let n = 0; n < 20; n++) {
      const count = stream.of('incident').length;
      const reply = await hub.post(integration.path, { title: `Fast ${n}`, external_id: `f${n}` });
      expect(reply.status).toBeLessThan(300);
      await stream.until(() => stream.of('incident').length > count);
    }
  });

  test('tells of alerts that join an incident, and of the requests of an integration', async () => {
    const stream = await watch();
    const { path, id: integrationId } = await hub.createIntegration(acme.apiKey, {
      format: 'regen',
      settings: { signature: 'off' },
    });
    const send = (key: string) =>
      hub.post(path, { title: 'Pod crashed', external_id: key, labels: { alertname: 'Pod' } });
    await send('pod-1');
    await stream.until(() => stream.of('alert').length === 1);
    const [first] = stream.of('alert');
    expect(first?.data).toMatchObject({
      types: ['a_new', 'a_merge'],
      integration_id: integrationId,
      status: 'firing',
    });
    const incidentId = first?.data.incident_id;
    await send('pod-2');
    await stream.until(() => stream.of('alert').length === 2);
    const rows = stream.of('incident').filter(({ data }) => data.id === incidentId);
    expect(rows.at(-1)?.data.incident).toMatchObject({ alert_count: 2 });
    expect((await hub.post(path, { nonsense: true })).status).toBe(400);
    const told = () => stream.of('integration').filter(({ data }) => data.id === integrationId);
    const sum = (name: string) => told().reduce((all, { data }) => all + data[name], 0);
    await stream.until(() => sum('accepted') === 2 && sum('refused') === 1);
  });

  test('goes on where a broken connection was', async () => {
    const stream = await watch();
    const id = await openIncident('Broken line');
    await stream.until(() => versions(stream, id).length === 1);
    const cursor = stream.lastId();
    stream.kill();
    await api('POST', `/incidents/${id}/acknowledge`);
    await api('POST', `/incidents/${id}/comment`, { text: 'Looking' });
    for (const given of [{ lastEventId: cursor }, { query: `?cursor=${cursor}` }]) {
      const next = await watch(given);
      expect(next.received[0]).toMatchObject({ event: 'ready', data: { resumed: true } });
      await next.until(() => next.of('incident').at(-1)?.data.changes.at(-1)?.kind === 'commented');
      const seen = versions(next, id);
      expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
      expect(next.of('reset')).toEqual([]);
    }
  });

  test.each(['nonsense', '00000000-3', '%s-99999999'])(
    'begins anew after the cursor %s',
    async (cursor) => {
      const tag = (await watch()).lastId()?.split('-')[0] ?? '';
      const stream = await watch({ lastEventId: cursor.replace('%s', tag) });
      await stream.until(() => stream.of('reset').length === 1);
      expect(stream.received[0]?.data).toMatchObject({ resumed: false });
      expect(stream.of('reset')[0]?.data).toEqual({ reason: 'cursor_too_old' });
      const again = await watch({ lastEventId: stream.lastId() });
      expect(again.received[0]?.data).toMatchObject({ resumed: true });
    },
  );

  test('shows nothing of other tenants', async () => {
    const other = await hub.createTenant('globex');
    const stream = await watch({ apiKey: other.apiKey });
    const own = await watch();
    const id = await openIncident('Secret of acme');
    await own.until(() => versions(own, id).length === 1);
    await hub.api(other.apiKey, 'POST', '/incidents', { title: 'Own', severity: 'low' });
    await stream.until(() => stream.of('incident').length === 1);
    expect(stream.of('incident')[0]?.data.incident.title).toBe('Own');
    const stolen = await watch({ apiKey: other.apiKey, lastEventId: own.lastId() });
    expect(stolen.received[0]?.data).toMatchObject({ resumed: false });
  });

  test('needs a credential that may read', async () => {
    const { key } = await api('POST', '/api-keys', { name: 'sender', scope: 'ingest' });
    expect((await openStream({ base: hub.base, apiKey: key })).status).toBe(403);
    expect((await openStream({ base: hub.base, apiKey: 'tsk_wrong' })).status).toBe(401);
  });
});

describe('as time passes', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a heartbeat comes every 15 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const stream = await watch();
    vi.advanceTimersByTime(15_000);
    await stream.until(() => stream.of('heartbeat').length === 1);
    expect(stream.of('heartbeat')[0]).toMatchObject({ id: null, data: {} });
  });

  test('a stream ends once its key is revoked, and not before', async () => {
    const key = await api('POST', '/api-keys', { name: 'viewer', scope: 'viewer' });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const stream = await watch({ apiKey: key.key });
    vi.advanceTimersByTime(30_000);
    await stream.until(() => stream.of('heartbeat').length === 2);
    expect(stream.ended()).toBe(false);
    await api('DELETE', `/api-keys/${key.id}`);
    vi.advanceTimersByTime(30_000);
    await stream.until(() => stream.ended());
    expect(stream.received.at(-1)).toMatchObject({ event: 'end', data: { reason: 'credential' } });
  });
});

test('a tenant has at most two hundred streams, and gets their places back', async () => {
  const crowd = await hub.createTenant('crowd');
  const opening = { base: hub.base, apiKey: crowd.apiKey };
  const streams = await Promise.all(Array.from({ length: 200 }, () => openStream(opening)));
  open.push(...streams);
  const refused = await openStream(opening);
  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBeDefined();
  for (const stream of streams) stream.kill();
  let last = refused;
  await refused.until(() => refused.ended());
  for (let attempt = 0; attempt < 50 && last.status === 429; attempt++) {
    last = await openStream(opening);
    open.push(last);
  }
  expect(last.status).toBe(200);
});
