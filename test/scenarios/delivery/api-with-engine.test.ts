import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let hub: HubRig;
let receiver: Server;
let base: string;
let received: Received[] = [];
let answer = { status: 200, body: '{"message":"done"}' };

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      received.push({ path, headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, { 'set-cookie': 'a=s3cret' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  hub = await openHubRig({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8', OUTBOUND_ADDRESSES: '192.0.2.9' });
});

afterAll(async () => {
  await hub?.close();
  receiver?.closeAllConnections();
  receiver?.close();
});

const api = (method: string, path: string, body?: unknown) =>
  hub.api(hub.owner.apiKey, method, path, body);

const create = (body: object) => api('POST', '/outbound-webhooks', { name: 'Chat', ...body });

/** Waits until so many requests came to this path. */
async function arrived(path: string, count: number): Promise<Received[]> {
  for (let tries = 0; tries < 500; tries++) {
    const found = received.filter((each) => each.path === path);
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} was not called ${count} times.`);
}

/** Asks until it is so. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a webhook made here is delivered to, signed, with its headers and its body', async () => {
  const made = await create({
    url: `${base}/made`,
    event_types: ['i_new'],
    headers: { Authorization: 'Bearer t0ken' },
    template: { text: '{{incident.title}}', at: '{{event_time}}' },
  });
  const incident = await api('POST', '/incidents', { title: 'Disk full', severity: 'high' });
  const [request] = await arrived('/made', 1);
  expect(request?.headers).toMatchObject({
    authorization: 'Bearer t0ken',
    'content-type': 'application/json',
  });
  const headers = request?.headers as Record<string, string>;
  expect(new Webhook(made.secret).verify(request?.body ?? '', headers)).toEqual({
    text: 'Disk full',
    at: expect.any(Number),
  });
  let rows: { delivery_id: string }[] = [];
  await until(async () => {
    rows = (await api('GET', `/deliveries?incident=${incident.id}`)).data;
    return rows.length > 0;
  });
  expect(rows).toMatchObject([{ outcome: 'delivered', attempt: 1, webhook: { id: made.id } }]);
  const detail = await api('GET', `/deliveries/${rows[0]?.delivery_id}`);
  expect(detail).toMatchObject({
    state: 'delivered',
    request_body: request?.body,
    attempts: [{ request: { url: `${base}/made` }, response: { body: '{"message":"done"}' } }],
  });
  expect(JSON.stringify(detail)).not.toMatch(/t0ken|s3cret/);

  await api('POST', `/deliveries/${rows[0]?.delivery_id}/replay`);
  const [, again] = await arrived('/made', 2);
  expect(again?.body).toBe(request?.body);
  expect(again?.headers['webhook-id']).toBe(request?.headers['webhook-id']);
});

test('what was given up arrives when it is replayed', async () => {
  const made = await create({
    url: `${base}/broken`,
    event_types: ['i_new', 'i_ack'],
    retry: { max_attempts: 1 },
  });
  const from = new Date(Date.now() - 60_000).toISOString();
  answer = { status: 500, body: 'no' };
  const { id } = await api('POST', '/incidents', { title: 'Twice', severity: 'high' });
  await api('POST', `/incidents/${id}/acknowledge`);
  await arrived('/broken', 2);
  const ended = (outcome: string) => async () => {
    const url = `/outbound-webhooks/${made.id}/deliveries?outcome=${outcome}`;
    return (await api('GET', url)).data.length === 2;
  };
  await until(ended('dead'));
  answer = { status: 200, body: '' };
  received = [];
  await api('PATCH', `/outbound-webhooks/${made.id}`, { enabled: true });
  const replay = () => api('POST', `/outbound-webhooks/${made.id}/replay`, { from });
  expect(await replay()).toEqual({ count: 2, skipped: 0 });
  const types = (await arrived('/broken', 2)).map(({ body }) => JSON.parse(body).event_type);
  expect(types).toEqual(['i_new', 'i_ack']);
  await until(ended('delivered'));
  expect(await replay()).toEqual({ count: 0, skipped: 0 });
});

test('a test tells what the receiver answered', async () => {
  const made = await create({
    url: `${base}/tested`,
    event_types: '*',
    retry: { max_attempts: 3 },
  });
  answer = { status: 403, body: 'who are you?' };
  const tested = await api('POST', `/outbound-webhooks/${made.id}/test`);
  expect(tested).toMatchObject({
    outcome: 'dead',
    attempt: { attempt: 1, status: 403, response: { body: 'who are you?' } },
  });
  answer = { status: 204, body: '' };
  const again = await api('POST', `/outbound-webhooks/${made.id}/test`, { event_type: 'a_new' });
  expect(again.outcome).toBe('delivered');
});

test('an action that worked is on the timeline, one that failed is not', async () => {
  const made = await api('POST', '/custom-actions', { name: 'Restart', url: `${base}/act` });
  const { id } = await api('POST', '/incidents', { title: 'Slow', severity: 'high' });
  const run = () => api('POST', `/incidents/${id}/run-action`, { action_id: made.id });
  answer = { status: 200, body: '{"message":"restarted"}' };
  expect(await run()).toMatchObject({ outcome: 'delivered', message: 'restarted' });
  answer = { status: 502, body: '{"message":"host is down"}' };
  expect(await run()).toMatchObject({ outcome: 'dead', status: 502, message: 'host is down' });
  const [request] = await arrived('/act', 2);
  const headers = request?.headers as Record<string, string>;
  expect(new Webhook(made.secret).verify(request?.body ?? '', headers)).toMatchObject({
    event_type: 'i_custom',
    incident: { incident_id: id, alerts: [] },
  });
  const timeline = await api('GET', `/incidents/${id}/timeline`);
  const runs = timeline.data.filter((entry: { kind: string }) => entry.kind === 'action_run');
  expect(runs).toHaveLength(1);
});

test('the operator’s addresses are published', async () => {
  expect(await api('GET', '/outbound-addresses')).toEqual({ addresses: ['192.0.2.9'] });
});

test('an action runs on many incidents at once, and the reply says for each what came of it', async () => {
  answer = { status: 200, body: '{"message":"done"}' };
  const action = await api('POST', '/custom-actions', { name: 'Restart', url: `${base}/many` });
  const incidents = [];
  for (const title of ['A', 'B', 'C']) {
    incidents.push((await api('POST', '/incidents', { title, severity: 'high' })).id);
  }
  const body = {
    incidents: [...incidents, 'inc_7zzzzzzzzzzzzzzzzzzzzzzzzz'],
    action_id: action.id,
  };
  const key = { authorization: `Bearer ${hub.owner.apiKey}`, 'idempotency-key': 'many-1' };
  const run = () => hub.post('/api/v1/incidents/bulk/run-action', body, key);
  const { data } = (await run()).body;
  expect(data.map((each: { id: string; ok: boolean }) => each.ok)).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(data[0].run).toMatchObject({ outcome: 'delivered', status: 200, message: 'done' });
  expect(data[3].error.code).toBe('not_found');
  await run();
  expect(received.filter(({ path }) => path === '/many')).toHaveLength(3);
  const timeline = await api('GET', `/incidents/${incidents[0]}/timeline`);
  expect(timeline.data.at(-1)).toMatchObject({ kind: 'action_run', actor: { type: 'person' } });
});

test('a receiver that sends our secrets back does not put them into the history', async () => {
  answer = { status: 400, body: '{"message":"I got Bearer s3cr3t-t0ken"}' };
  const made = await create({
    url: `${base}/echo`,
    event_types: ['i_new'],
    headers: { Authorization: 'Bearer s3cr3t-t0ken' },
  });
  const { attempt } = await api('POST', `/outbound-webhooks/${made.id}/test`, {});
  expect(JSON.stringify(attempt ?? made)).not.toContain('s3cr3t');
  const history = await api('GET', `/outbound-webhooks/${made.id}/deliveries`);
  const shown = await api('GET', `/deliveries/${history.data[0].delivery_id}`);
  expect(JSON.stringify(shown)).toContain('I got …');
  expect(JSON.stringify(shown)).not.toContain('s3cr3t');
});
