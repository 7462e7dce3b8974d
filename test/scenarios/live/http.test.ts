import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type Credentials, type HttpRig, openHttpRig } from '../../http-rig.ts';
import { followContract } from '../http/contract.ts';

let rig: HttpRig;
let acme: Credentials;
let other: Credentials;

beforeAll(async () => {
  rig = followContract(await openHttpRig());
  acme = await rig.createTenant('acme');
  other = await rig.createTenant('other');
});
afterAll(() => rig?.close());

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) =>
  rig.call(acme.api_key, method, url, body);

test('figures are JSON, or a table to keep', async () => {
  await call('POST', '/incidents', { title: 'One', severity: 'high' });
  const json = await call('GET', '/analytics/summary?by=severity&tz=Europe/Berlin');
  expect(json).toMatchObject({ status: 200, body: { by: 'severity', tz: 'Europe/Berlin' } });
  // Asked outside the contract, which is about JSON.
  const csv = await ask(rig.app, {
    url: '/api/v1/analytics/summary?by=severity&format=csv',
    headers: { authorization: `Bearer ${acme.api_key}` },
  });
  expect(csv.status).toBe(200);
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="tocsin-severity-/);
  expect(String(csv.body)).toContain('high,high,');
  expect((await call('GET', '/analytics/summary?by=colour')).status).toBe(422);
});

test('rules are previewed, and a wrong one is refused at its characters', async () => {
  const shown = await call('POST', '/routing-rules/preview', { rule: { condition: 'true' } });
  expect(shown).toMatchObject({ status: 200, body: { sample: 0, matched: 0, oldest_at: null } });
  const wrong = { rule: { condition: 'title == ' } };
  expect(await call('POST', '/routing-rules/preview', wrong)).toMatchObject({
    status: 422,
    body: { range: { start: 9, end: 9 }, errors: [{ pointer: '/rule/condition' }] },
  });
  const saved = await call('POST', '/routing-rules', { name: 'R', condition: 'titel == "x"' });
  expect(saved).toMatchObject({ status: 422, body: { range: { start: 0, end: 5 } } });
});

test('similar incidents are shown, but not across tenants', async () => {
  const one = await call('POST', '/incidents', { title: 'Disk full', severity: 'high' });
  const two = await call('POST', '/incidents', { title: 'Disk full', severity: 'low' });
  const similar = await call('GET', `/incidents/${one.body.id}/similar`);
  expect(similar.body.data).toMatchObject([{ id: two.body.id, score: 1 }]);
  const foreign = await rig.call(other.api_key, 'GET', `/incidents/${one.body.id}/similar`);
  expect(foreign.status).toBe(404);
});

test('views are saved, changed and deleted, and unknown to other tenants', async () => {
  const body = { name: 'Mine', filter: { 'label.k8s.io/pod': 'a', sort: 'updated' }, shared: true };
  const made = await call('POST', '/saved-views', body);
  expect(made).toMatchObject({ status: 201, body: { ...body, own: true } });
  const url = `/saved-views/${made.body.id}`;
  expect((await call('GET', '/saved-views')).body.data).toEqual([made.body]);
  expect((await rig.call(other.api_key, 'GET', '/saved-views')).body.data).toEqual([]);
  expect((await rig.call(other.api_key, 'DELETE', url)).status).toBe(404);
  expect((await call('PATCH', url, { filter: { Evil: 'x' } })).status).toBe(422);
  expect((await call('PATCH', url, { name: 'Ours' })).body).toMatchObject({ name: 'Ours' });
  expect((await call('DELETE', url)).status).toBe(204);
});
