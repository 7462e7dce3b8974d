import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { type NativeSender, openSender } from './native-sender.ts';
import { openOpsgenieClient, openPagerdutyClient } from './published-clients.ts';

let rig: HubRig;
let pagerduty: NativeSender;
let opsgenie: NativeSender;
let flashduty: NativeSender;

beforeAll(async () => {
  rig = await openHubRig();
  [pagerduty, opsgenie, flashduty] = await Promise.all([
    openSender(rig, 'pagerduty-events'),
    openSender(rig, 'opsgenie'),
    openSender(rig, 'flashduty'),
  ]);
});
afterAll(() => rig?.close());

async function comments(sender: NativeSender): Promise<string> {
  const { id } = await sender.incident();
  return JSON.stringify((await rig.api(sender.apiKey, 'GET', `/incidents/${id}/timeline`)).data);
}

describe('PagerDuty', () => {
  const payload = { summary: 'Disk full', source: 'web-01', severity: 'critical' };

  test('its published client triggers, acknowledges and resolves', async () => {
    const client = await openPagerdutyClient(rig.port);
    const { key } = pagerduty.integration;
    const say = (event_action: string, more: object = {}) =>
      client.send({ routing_key: key, event_action, dedup_key: 'disk', ...more });
    const done = {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'disk' },
    };
    try {
      expect(await say('trigger', { payload })).toEqual(done);
      expect(await pagerduty.incident()).toMatchObject({
        title: 'Disk full',
        severity: 'critical',
        progress: 'triggered',
      });
      expect(await say('acknowledge')).toEqual(done);
      expect(await pagerduty.incident()).toMatchObject({ progress: 'acknowledged' });
      expect(await say('resolve')).toEqual(done);
      expect(await pagerduty.incident()).toMatchObject({ progress: 'closed' });
      expect(await say('trigger')).toMatchObject({
        status: 400,
        body: { status: 'invalid event', errors: ["'payload' is missing or blank"] },
      });
    } finally {
      await client.close();
    }
  });

  test('the first version of the Events API is taken as well', async () => {
    const { apiKey, integration } = await openSender(rig, 'pagerduty-events');
    const url = '/generic/2010-04-15/create_event.json';
    const base = { service_key: integration.key, incident_key: 'srv01/HTTP' };
    const reply = await rig.post(url, { ...base, event_type: 'trigger', description: 'HTTP' });
    expect(reply).toMatchObject({
      status: 200,
      body: { status: 'success', message: 'Event processed', incident_key: 'srv01/HTTP' },
    });
    const unknown = await rig.post(url, { ...base, service_key: 'x', event_type: 'resolve' });
    expect(unknown).toMatchObject({ status: 400, body: { status: 'invalid event' } });
    expect(unknown.text).toContain("'service_key'");
    await rig.post(url, { ...base, event_type: 'resolve' });
    expect(await rig.incidents(apiKey)).toMatchObject([{ title: 'HTTP', progress: 'closed' }]);
  });

  test('a change event is a change, and no alert', async () => {
    const { apiKey, integration } = pagerduty;
    const change = { summary: 'orders 2.4.1', custom_details: { service: 'orders' } };
    const say = (body: object) => rig.post('/v2/change/enqueue', body);
    const before = (await rig.api(apiKey, 'GET', '/alerts')).data.length;
    expect(await say({ routing_key: integration.key, payload: change })).toMatchObject({
      status: 202,
      body: { status: 'success', message: 'Change event processed' },
    });
    expect((await rig.api(apiKey, 'GET', '/changes')).data).toMatchObject([
      { title: 'orders 2.4.1', service: 'orders' },
    ]);
    expect((await rig.api(apiKey, 'GET', '/alerts')).data).toHaveLength(before);
    const refused = [
      { routing_key: integration.key, payload: {} },
      { routing_key: 'x'.repeat(43), payload: change },
      { routing_key: opsgenie.integration.key, payload: change },
    ];
    for (const body of refused) {
      expect(await say(body)).toMatchObject({ status: 400, body: { status: 'invalid event' } });
    }
    expect((await rig.api(opsgenie.apiKey, 'GET', '/changes')).data).toEqual([]);
  });

  test('a key that is nobody’s is answered as a key that is none, and nothing is stored', async () => {
    const keys = ['x'.repeat(43), opsgenie.integration.key, 'y'.repeat(90_000), '', 5, undefined];
    const replies = keys.map((routing_key) =>
      rig.post('/v2/enqueue', { routing_key, event_action: 'trigger', payload }),
    );
    const [first, ...others] = (await Promise.all(replies)).map(({ status, body }) => ({
      status,
      body,
    }));
    expect(first).toMatchObject({ status: 400, body: { status: 'invalid event' } });
    for (const other of others) expect(other).toEqual(first);
    expect(await rig.incidents(opsgenie.apiKey)).toEqual([]);
  });

  test('a key that is given twice is refused before anybody is looked for', async () => {
    const { key } = pagerduty.integration;
    const body = `{"routing_key":"x","event_action":"resolve","dedup_key":"a","routing_key":"${key}"}`;
    const reply = await rig.post('/v2/enqueue', body);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain('routing_key');
    expect(reply.text).not.toContain(key);
  });

  test('the key is neither in the receipt of a refusal nor in the occurrence', async () => {
    const { key, id } = pagerduty.integration;
    await rig.post('/v2/enqueue', { routing_key: key, event_action: 'resolve' });
    const refused = () => rig.api(pagerduty.apiKey, 'GET', `/integrations/${id}/receipts`);
    await expect
      .poll(async () => JSON.stringify(await refused()), { timeout: 20_000 })
      .toContain('[redacted]');
    expect(JSON.stringify(await refused())).not.toContain(key);
    const { data } = await rig.api(pagerduty.apiKey, 'GET', '/alerts');
    const events = await rig.api(pagerduty.apiKey, 'GET', `/alerts/${data[0].id}/events`);
    expect(JSON.stringify(events)).toContain('web-01');
    expect(JSON.stringify(events)).not.toContain(key);
  });
});

describe('Opsgenie', () => {
  test('its published client creates, acknowledges, notes, snoozes and closes', async () => {
    const client = openOpsgenieClient(rig.base, opsgenie.integration.key);
    const alias = { identifier: 'disk', identifierType: 'alias' } as const;
    const created = await client.create({ message: 'Disk full', alias: 'disk', priority: 'P2' });
    expect(created).toEqual({
      result: 'Request will be processed',
      took: expect.any(Number),
      requestId: expect.any(String),
    });
    const { data: status } = await client.requestStatus(created.requestId);
    expect(status).toMatchObject({ isSuccess: true, action: 'Create', alias: 'disk' });
    const byId = { identifier: status.alertId };
    const open = { message: 'Disk full', alias: 'disk', status: 'open', priority: 'P2' };
    expect((await client.get(byId)).data).toMatchObject({ ...open, acknowledged: false });
    await client.act('acknowledge', alias, { user: 'Ann' });
    expect(await opsgenie.incident()).toMatchObject({ progress: 'acknowledged', severity: 'high' });
    expect((await client.get(alias)).data).toMatchObject({ ...open, acknowledged: true });
    await client.act('addNote', byId, { note: 'Ordered a larger disk' });
    expect(await comments(opsgenie)).toContain('Ordered a larger disk');
    await client.act('unacknowledge', alias);
    expect(await opsgenie.incident()).toMatchObject({ progress: 'triggered' });
    const endTime = new Date(Date.now() + 3_600_000).toISOString();
    await client.act('snooze', alias, { endTime });
    expect((await client.get(byId)).data).toMatchObject({ snoozed: true });
    await client.act('close', byId, { user: 'Ann', note: 'Cleaned up' });
    expect(await opsgenie.incident()).toMatchObject({ progress: 'closed' });
    expect(await comments(opsgenie)).toContain('Cleaned up');
    expect((await client.get(alias)).data).toMatchObject({ status: 'closed' });
  });

  test('what it may not have or cannot find is refused in its own shape', async () => {
    const known = { authorization: `GenieKey ${opsgenie.integration.key}` };
    const other = { authorization: `GenieKey ${pagerduty.integration.key}` };
    const shape = { took: expect.any(Number), requestId: expect.any(String) };
    const refused = (reply: { status: number; body: unknown }, status: number, message: string) =>
      expect(reply).toMatchObject({ status, body: { message, ...shape } });
    const alert = { message: 'x' };
    for (const headers of [other, {}, { authorization: 'GenieKey' }]) {
      refused(await rig.post('/v2/alerts', alert, headers), 401, 'Could not authenticate');
      const read = await rig.send('GET', '/v2/alerts/disk?identifierType=alias', { headers });
      refused(read, 401, 'Could not authenticate');
    }
    const nowhere = `/v2/alerts/alt_${'0'.repeat(26)}`;
    refused(await rig.post(`${nowhere}/close`, {}, known), 404, 'Alert does not exist');
    refused(await rig.send('GET', nowhere, { headers: known }), 404, 'Alert does not exist');
    const tiny = await rig.post('/v2/alerts/5/close?identifierType=tiny', {}, known);
    expect(tiny).toMatchObject({
      status: 422,
      body: { errors: { identifierType: expect.stringContaining('alias or id') } },
    });
    const empty = await rig.post('/v2/alerts', {}, known);
    expect(empty).toMatchObject({
      status: 422,
      body: { errors: { message: expect.stringContaining('title') } },
    });
  });

  test('an alias may be long, have slashes, and be closed without a body', async () => {
    const headers = { authorization: `GenieKey ${opsgenie.integration.key}` };
    const alias = `a/b ${'ä'.repeat(500)}`;
    await rig.post('/v2/alerts', { message: 'Long', alias }, headers);
    const path = `/v2/alerts/${encodeURIComponent(alias)}/close?identifierType=alias`;
    expect((await rig.send('POST', path, { headers })).status).toBe(202);
    const [first] = await rig.incidents(opsgenie.apiKey);
    expect(first).toMatchObject({ title: 'Long', progress: 'closed' });
  });
});

test('Flashduty’s standard alert fires and recovers, by the key in the query', async () => {
  const url = `/event/push/alert/standard?integration_key=${flashduty.integration.key}`;
  const event = { event_status: 'Warning', title_rule: '$host::$check', alert_key: 'disk' };
  const sent = await rig.post(url, { ...event, labels: { host: 'web-01', check: 'disk' } });
  expect(sent).toMatchObject({
    status: 200,
    body: { request_id: sent.headers.get('x-request-id'), data: { alert_key: 'disk' } },
  });
  expect(await flashduty.incident()).toMatchObject({ title: 'web-01::disk', severity: 'medium' });
  await rig.post(url, { ...event, event_status: 'Ok' });
  expect(await flashduty.incident()).toMatchObject({
    title: 'web-01::disk',
    progress: 'closed',
  });
  const twice = await rig.post(`${url}&integration_key=x`, event);
  expect(twice).toMatchObject({ status: 401, body: { error: { code: 'Unauthorized' } } });
  const wrong = await rig.post(url, { ...event, event_status: 'critical' });
  expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'InvalidParameter' } } });
});

test('an integration’s own test alert goes through, for each of them', async () => {
  for (const { apiKey, integration } of [pagerduty, opsgenie, flashduty]) {
    const tried = await rig.api(apiKey, 'POST', `/integrations/${integration.id}/test`);
    expect(tried.status, integration.format).toBeLessThan(300);
  }
});

test('whoever guesses keys is held off, and those who know theirs are not', async () => {
  const guess = (index: number) => rig.post('/v2/enqueue', { routing_key: `guess-${index}` });
  const replies = await Promise.all(Array.from({ length: 130 }, (_, index) => guess(index)));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([400, 429]));
  const held = replies.find(({ status }) => status === 429);
  expect(held?.body).toMatchObject({ status: 'throttle exceeded' });
  expect(Number(held?.headers.get('retry-after'))).toBeGreaterThan(0);
  const known = { routing_key: pagerduty.integration.key, event_action: 'resolve', dedup_key: 'a' };
  expect((await rig.post('/v2/enqueue', known)).status).toBe(202);
});
