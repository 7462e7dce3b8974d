import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../../src/intake/routes.ts';
import { SAMPLES } from '../../../src/intake/samples.ts';
import { type Credentials, type HttpRig, openHttpRig } from '../../http-rig.ts';
import { createIntakeRig, hmac, type IntakeRig } from '../../intake-rig.ts';

let inside: IntakeRig;
let rig: HttpRig;
let acme: Credentials;
let base: string;

beforeAll(async () => {
  inside = await createIntakeRig();
  const { store, sealer, directory, intake } = inside;
  rig = await openHttpRig({ store, sealer, directory, intake });
  acme = await rig.createTenant('acme');
  await rig.app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(rig.app.server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await rig?.close();
  await inside?.close();
});

const json = { 'content-type': 'application/json' };

test('the first alert works as pasted', async () => {
  const answer = await fetch(`${base}/api/v1/webhooks/generic`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ alerts: [{ title: 'Disk full', severity: 'critical' }] }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ source: 'generic', received: 1, created: 1 });
  expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('the bytes are handed over as they came, whatever their type', async () => {
  const body = ' {"hostname" :"web-01"}\n';
  const answer = await fetch(`${base}/api/v1/webhooks/alerts/acme`, {
    method: 'POST',
    headers: { ...json, 'x-openremedy-signature': `sha256=${hmac(acme.webhook_secret, body)}` },
    body,
  });
  expect(answer.status).toBe(202);
  for (const type of ['text/plain', 'garbage', '']) {
    const refused = await fetch(`${base}/api/v1/webhooks/generic`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{}',
    });
    expect(refused.status, type).toBe(415);
  }
});

test('a body that is too large is refused in the format’s words, however it is sent', async () => {
  const body = Buffer.alloc(MAX_BODY_BYTES + 1, 'x');
  const url = `${base}/api/v1/webhooks/generic`;
  const announced = await fetch(url, { method: 'POST', headers: json, body });
  expect(announced.status).toBe(413);
  expect(await announced.json()).toMatchObject({ source: 'generic' });

  const streamed = await new Promise<number | undefined>((resolve, reject) => {
    const call = request(url, { method: 'POST', headers: json }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject);
    for (let sent = 0; sent <= MAX_BODY_BYTES; sent += 65_536) call.write(Buffer.alloc(65_536));
    call.end();
  });
  expect(streamed).toBe(413);
});

test('requests are counted by format and by the pattern of their URL', async () => {
  const metrics = await (await fetch(`${base}/metrics`)).text();
  expect(metrics).toMatch(/tocsin_intake_requests_total{format="regen",status="200"} \d/);
  expect(metrics).toContain('route="/api/v1/webhooks/alerts/:address",status="202"');
});

test('a test alert takes the way of any alert, for every kind of integration', async () => {
  const created = ['regen', 'alertmanager', 'openremedy'].map((format) =>
    rig.call(acme.api_key, 'POST', '/integrations', { format, name: format }),
  );
  await Promise.all(created);
  const { body } = await rig.call(acme.api_key, 'GET', '/integrations');
  const tried = [];
  for (const { id, format } of body.data) {
    const answer = await rig.call(acme.api_key, 'POST', `/integrations/${id}/test`);
    expect(answer.body, format).toMatchObject({ sent: SAMPLES[format] });
    tried.push([format, answer.body.status]);
  }
  expect(tried.sort()).toEqual([
    ['alertmanager', 200],
    ['causeflow', 202],
    ['openremedy', 202],
    ['regen', 200],
  ]);
  const keys = await rig.call(acme.api_key, 'GET', '/api-keys');
  expect(keys.body.data).toHaveLength(1);
});

test('a viewer may not send test alerts', async () => {
  const viewer = await rig.call(acme.api_key, 'POST', '/api-keys', { name: 'v', scope: 'viewer' });
  const { body } = await rig.call(acme.api_key, 'GET', '/integrations?limit=1');
  const url = `/integrations/${body.data[0].id}/test`;
  expect((await rig.call(viewer.body.key, 'POST', url)).status).toBe(403);
});

test('what is not HTTP is answered as a problem too', async () => {
  const answer = await fetch(`${base}/healthz`, { headers: { 'x-long': 'x'.repeat(20_000) } });
  expect(answer.status).toBe(431);
  expect(await answer.json()).toMatchObject({ code: 'headers_too_large' });
});
