import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { hmac } from '../../intake-rig.ts';
import { fixture, type NativeSender, openSender, signedBy } from './native-sender.ts';

let rig: HubRig;

beforeAll(async () => {
  rig = await openHubRig();
});
afterAll(() => rig?.close());

const HEADER = 'x-grafana-alerting-signature';
const seconds = (offset = 0) => String(Math.floor(Date.now() / 1_000) + offset);

/** As Grafana signs where a timestamp header is configured. */
function stamped(secret: string | null, at: string, name = 'x-grafana-alerting-timestamp') {
  return (bytes: Buffer) => ({
    [name]: at,
    [HEADER]: hmac(secret ?? '', Buffer.concat([Buffer.from(`${at}:`), bytes])),
  });
}

describe('a contact point', () => {
  let grafana: NativeSender;
  beforeAll(async () => {
    grafana = await openSender(rig, 'grafana');
  });
  const sign = () => signedBy(HEADER, grafana.integration.secret);

  test('opens an incident, repeats without a second one, and resolves', async () => {
    const fired = await grafana.send(fixture('grafana', 'firing'), sign());
    expect(fired.status, fired.text).toBe(200);
    expect(fired.body).toEqual({ received: 1, created: 1, updated: 0, incidents_opened: 1 });
    expect((await grafana.send(fixture('grafana', 'firing'), sign())).body).toMatchObject({
      created: 0,
      updated: 1,
      incidents_opened: 0,
    });
    expect(await grafana.incident()).toMatchObject({
      severity: 'critical',
      service: { name: 'shop' },
      progress: 'triggered',
    });
    await grafana.send(fixture('grafana', 'resolved'), sign());
    expect(await grafana.incident()).toMatchObject({ progress: 'closed', status: 'ok' });
  });

  test('is refused under another secret, and unsigned', async () => {
    const wrong = signedBy(HEADER, 'another secret');
    expect(await grafana.send(fixture('grafana', 'firing'), wrong)).toMatchObject({
      status: 401,
      body: { code: 'invalid_signature' },
    });
    expect((await grafana.send(fixture('grafana', 'firing'), () => ({}))).status).toBe(401);
  });
});

describe('a signature over a timestamp', () => {
  let grafana: NativeSender;
  beforeAll(async () => {
    grafana = await openSender(rig, 'grafana');
  });
  const body = fixture('grafana', 'firing');
  const secret = () => grafana.integration.secret;

  test('is taken, whatever the header is called', async () => {
    expect((await grafana.send(body, stamped(secret(), seconds()))).status).toBe(200);
    const other = stamped(secret(), seconds(), 'x-tocsin-timestamp');
    expect((await grafana.send(body, other)).status).toBe(200);
  });

  test('is refused when it is old, saying so', async () => {
    const reply = await grafana.send(body, stamped(secret(), seconds(-600)));
    expect(reply).toMatchObject({ status: 401, body: { code: 'invalid_signature' } });
    expect(reply.body.detail).toContain('more than five minutes');
  });

  test('is refused with another timestamp, and with one that is none', async () => {
    const at = seconds();
    const moved = (bytes: Buffer) => ({
      ...stamped(secret(), at)(bytes),
      'x-grafana-alerting-timestamp': seconds(-1),
    });
    expect((await grafana.send(body, moved)).status).toBe(401);
    expect((await grafana.send(body, stamped(secret(), 'now'))).status).toBe(401);
    const added = (bytes: Buffer) => ({
      ...signedBy(HEADER, secret())(bytes),
      'x-grafana-alerting-timestamp': at,
    });
    expect((await grafana.send(body, added)).status).toBe(401);
  });
});

test('the secret before a rotation is taken during the overlap, and the new one', async () => {
  const grafana = await openSender(rig, 'grafana');
  const before = grafana.integration.secret;
  const after = await grafana.rotate();
  for (const secret of [before, after]) {
    const reply = await grafana.send(fixture('grafana', 'firing'), signedBy(HEADER, secret));
    expect(reply.status, reply.text).toBe(200);
  }
});

test('the alerting before version 9 fires and resolves, and a test opens nothing', async () => {
  const grafana = await openSender(rig, 'grafana');
  const sign = signedBy(HEADER, grafana.integration.secret);
  await grafana.send(fixture('grafana', 'legacy-test'), sign);
  await grafana.send(fixture('grafana', 'test'), sign);
  expect(await rig.incidents(grafana.apiKey)).toEqual([]);
  await grafana.send(fixture('grafana', 'legacy-alerting'), sign);
  expect(await grafana.incident()).toMatchObject({ progress: 'triggered', title: 'Memory alert' });
  await grafana.send(fixture('grafana', 'legacy-ok'), sign);
  expect(await grafana.incident()).toMatchObject({ progress: 'closed' });
});

test('an integration that takes API keys takes one as password of HTTP Basic', async () => {
  const grafana = await openSender(rig, 'grafana', { accept_api_key: true });
  const authorization = `Basic ${Buffer.from(`tocsin:${grafana.apiKey}`).toString('base64')}`;
  const reply = await grafana.send(fixture('grafana', 'firing'), () => ({ authorization }));
  expect(reply.status, reply.text).toBe(200);
});

test('OpenRemedy’s URL hands Grafana’s and PagerDuty’s bodies on, once they are signed', async () => {
  const tenant = await rig.createTenant('remedy');
  const path = '/api/v1/webhooks/alerts/remedy';
  const post = (body: unknown, secret: string) => {
    const bytes = Buffer.from(JSON.stringify(body));
    return rig.post(path, bytes, signedBy('x-openremedy-signature', secret, 'sha256=')(bytes));
  };
  expect((await post(fixture('grafana', 'firing'), 'wrong')).status).toBe(401);
  const secret = tenant.webhookSecret;
  expect((await post(fixture('grafana', 'firing'), secret)).body).toMatchObject({ received: 1 });
  await post(fixture('pagerduty', 'v3-triggered'), secret);
  await post(fixture('grafana', 'legacy-alerting'), secret);
  const titles = (await rig.incidents(tenant.apiKey)).map(({ title }) => title);
  expect(titles.toSorted()).toEqual([
    'Checkout answers with errors',
    'Memory alert',
    'web-01 uses 92 % of its memory',
  ]);
});
