import { afterAll, beforeAll, expect, test } from 'vitest';
import { incident, type ModelRig, openModelRig } from './model-rig.ts';

// Who may do what on status pages, and that it is written down.

let rig: ModelRig;
let hubId: string;
beforeAll(async () => {
  rig = await openModelRig();
  hubId = await rig.hubId();
});
afterAll(() => rig.close());

const owner = (method: string, path: string, body?: unknown) =>
  rig.api(rig.owner.apiKey, method, path, body);
const keyWith = async (scope: string) =>
  (await owner('POST', '/api-keys', { name: scope, scope })).key;

test('viewers read, responders write reports, admins build pages', async () => {
  const [viewer, responder] = [await keyWith('viewer'), await keyWith('responder')];
  const report = { title: 'x', body: 'x', state: 'investigating', draft: true };
  await rig.api(viewer, 'GET', `/hubs/${hubId}/reports`);
  await expect(rig.api(viewer, 'POST', `/hubs/${hubId}/reports`, report)).rejects.toThrow('403');
  await rig.api(responder, 'POST', `/hubs/${hubId}/reports`, report);
  const page = { slug: 'more', name: 'More' };
  await expect(rig.api(responder, 'POST', '/hubs', page)).rejects.toThrow('403');
  const { id } = await rig.service('mail');
  expect((await owner('GET', `/services/${id}`)).statushub_url).toContain('/hooks/statushub/v2/');
  expect((await rig.api(responder, 'GET', `/services/${id}`)).statushub_url).toBeNull();
  await expect(rig.api(responder, 'POST', `/services/${id}/statushub-hook/rotate`)).rejects.toThrow(
    '403',
  );
});

test('another tenant’s page, report and maintenance are not there', async () => {
  const { hook } = await rig.service('ours');
  const { body } = await rig.hook(hook, incident());
  const other = await rig.createTenant('other');
  const theirs = await rig.hubId(other.apiKey);
  const ask = (method: string, path: string, sent?: unknown) =>
    rig.api(other.apiKey, method, path, sent);
  for (const hub of [hubId, theirs]) {
    const at = `/hubs/${hub}/reports/${body.report_id}`;
    await expect(ask('GET', at)).rejects.toThrow('404');
    await expect(ask('DELETE', at)).rejects.toThrow('404');
    await expect(ask('PATCH', at, { incident_id: null })).rejects.toThrow('404');
    await expect(ask('DELETE', `${at}/updates/${body.update_id}`)).rejects.toThrow('404');
  }
  expect((await ask('GET', `/hubs/${theirs}/reports`)).data).toEqual([]);
  const another = await ask('POST', `/hubs`, { slug: 'other-2', name: 'x' });
  const made = await ask('POST', `/hubs/${theirs}/reports`, {
    ...{ title: 'x', body: 'x', state: 'investigating' },
  });
  // A report of one page is not on the tenant's other page either.
  await expect(ask('GET', `/hubs/${another.id}/reports/${made.report.id}`)).rejects.toThrow('404');
});

test('a private page keeps its password to itself', async () => {
  const password = 'correct horse battery';
  const made = await owner('POST', '/hubs', { slug: 'private', name: 'P', password });
  expect(made).toMatchObject({ private: true });
  expect(JSON.stringify(await owner('GET', '/audit'))).not.toContain(password);
  const { rows } = await rig.store.pool.query('select password from hubs where slug = $1', [
    'private',
  ]);
  expect(rows[0].password).not.toContain(password);
  expect((await owner('PATCH', `/hubs/${made.id}`, { password: null })).private).toBe(false);
  await owner('DELETE', `/hubs/${made.id}`);
});

test('templates are kept, replaced and deleted', async () => {
  const body = {
    kind: 'maintenance',
    name: 'Upgrade',
    title: 'T',
    body: 'B',
    duration_minutes: 30,
  };
  const made = await owner('POST', '/status-templates', body);
  expect(made).toMatchObject({ ...body, state: null, statuses: [] });
  const changed = await owner('PUT', `/status-templates/${made.id}`, { ...body, silent: true });
  expect(changed).toMatchObject({ id: made.id, silent: true, created_at: made.created_at });
  expect((await owner('GET', '/status-templates')).data).toEqual([changed]);
  await owner('DELETE', `/status-templates/${made.id}`);
  expect((await owner('GET', '/status-templates')).data).toEqual([]);
});

test('a request is done once, and everything is audited', async () => {
  const send = () =>
    rig.send('POST', `/api/v1/hubs/${hubId}/reports`, {
      body: { title: 'once', body: 'x', state: 'investigating' },
      headers: {
        authorization: `Bearer ${rig.owner.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'once',
      },
    });
  const [first, second] = [await send(), await send()];
  expect(second.body).toEqual(first.body);
  const { data } = await owner('GET', '/audit?limit=200');
  const actions = new Set(data.map((one: { action: string }) => one.action));
  for (const action of [
    'report.created',
    'hub.created',
    'hub.updated',
    'hub.deleted',
    'template.created',
    'service.hook_revealed',
  ]) {
    expect(actions).toContain(action);
  }
});

test('lists go on where they stopped', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await owner('GET', `/hubs/${hubId}/reports?limit=2${cursor}`);
    seen.push(...page.data.map((one: { id: string }) => one.id));
    cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : '';
  } while (cursor !== '');
  const all = await owner('GET', `/hubs/${hubId}/reports?limit=200`);
  expect(seen).toEqual(all.data.map((one: { id: string }) => one.id));
  await expect(owner('GET', `/hubs/${hubId}/reports?cursor=x`)).rejects.toThrow('invalid_cursor');
});
