import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openPeopleRig, type PeopleRig } from './people-rig.ts';

let rig: PeopleRig;
let owner: Browser;
beforeAll(async () => {
  rig = await openPeopleRig();
  owner = await rig.member('ada@shop.example', 'owner');
});
afterAll(() => rig.close());

const actions = ({ body }: { body: { data: { action: string }[] } }) =>
  body.data.map(({ action }) => action);
const log = (query: string) => owner.api('GET', `/audit?${query}`);

test('the log is asked by person, action, object and time, on all of its pages', async () => {
  const admin = await rig.member('ben@shop.example', 'admin');
  const { id: adminId } = (await admin.api('GET', '/session')).body.active.member;
  const service = (await admin.api('POST', '/services', { name: 'Checkout' })).body;
  await owner.api('PATCH', `/services/${service.id}`, { description: 'Takes the money' });
  await rig.operator('PATCH', '/tenant', { name: 'Shop' });

  expect(actions(await log(`actor=${adminId}`))).toEqual(['service.created', 'member.joined']);
  expect(actions(await log('actor=operator&action=tenant'))).toEqual(['tenant.updated']);
  const ofService = ['service.updated', 'service.created'];
  expect(actions(await log(`target=${service.id}`))).toEqual(ofService);
  expect(actions(await log('action=service'))).toEqual(ofService);
  expect(actions(await log('action=service.updated'))).toEqual(['service.updated']);
  expect(actions(await log(`action=service&actor=${adminId}`))).toEqual(['service.created']);
  // An underscore stands for itself, and a noun is a whole word.
  expect(actions(await log('action=servic_'))).toEqual([]);
  expect(actions(await log('action=serv'))).toEqual([]);

  const first = await log('action=service&limit=1');
  expect(actions(first)).toEqual(['service.updated']);
  const next = await log(`action=service&limit=1&cursor=${first.body.next_cursor}`);
  expect(actions(next)).toEqual(['service.created']);

  const { at } = first.body.data[0];
  expect(actions(await log(`action=service&from=${at}`))).toEqual(['service.updated']);
  expect(actions(await log(`action=service&to=${at}`))).toEqual(['service.created']);
});

test('what is no filter is refused by name', async () => {
  for (const [query, field] of [
    ['action=DROP%20TABLE', 'action'],
    ['from=yesterday', 'from'],
    ['who=me', 'who'],
  ] as const) {
    const { status, body } = await log(query);
    expect([query, status]).toEqual([query, 422]);
    expect(JSON.stringify(body.errors)).toContain(field);
  }
});

test('in a long log every filter is answered by an index of its own', async () => {
  const { pool } = rig.store;
  await pool.query(`
    insert into audit_entries (tenant_id, audit_id, at, actor, action, target_id)
    select 'ten_default', 'aud_0' || n, now(), jsonb_build_object('type', 'person', 'id', 'usr_' || n),
      'incident.acknowledged', 'inc_' || n
    from generate_series(1, 20000) as n`);
  await pool.query('analyze audit_entries');
  for (const [filter, index] of [
    [`action like 'service.%'`, 'audit_entries_action'],
    [`target_id = 'inc_7'`, 'audit_entries_target'],
    [`coalesce(actor ->> 'id', actor ->> 'type') = 'usr_7'`, 'audit_entries_actor'],
  ] as const) {
    const { rows } = await pool.query(
      `explain select * from audit_entries where tenant_id = 'ten_default' and ${filter}
       order by audit_id desc limit 51`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index);
  }
});

test('who is refused is noted, once for a while', async () => {
  const viewer = await rig.member('vic@shop.example', 'viewer');
  for (let count = 0; count < 3; count++) {
    expect((await viewer.api('POST', '/services', { name: 'Mine' })).status).toBe(403);
  }
  expect((await viewer.api('GET', '/audit')).status).toBe(403);
  const refusals = async () => {
    const { data } = (await log('action=access.refused')).body;
    return data.map((entry: { actor: { name: string }; after: { route: string } }) => [
      entry.actor.name,
      entry.after.route,
    ]);
  };
  await expect.poll(refusals).toEqual([
    ['vic', 'GET /audit'],
    ['vic', 'POST /services'],
  ]);
});
