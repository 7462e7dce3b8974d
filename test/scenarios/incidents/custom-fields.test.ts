import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomField } from '../../../src/incidents/create-custom-field.ts';
import type { CreateCustomFieldBody } from '../../../src/incidents/custom-field-schemas.ts';
import { defaultFieldValues, readFieldValues } from '../../../src/incidents/custom-field-values.ts';
import { deleteCustomField } from '../../../src/incidents/delete-custom-field.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { listCustomFields } from '../../../src/incidents/list-custom-fields.ts';
import { updateCustomField } from '../../../src/incidents/update-custom-field.ts';
import { type HttpRig, openHttpRig } from '../../http-rig.ts';
import { followContract } from '../http/contract.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
let rig: HttpRig;
beforeAll(async () => {
  room = await openIncidentRoom();
  rig = followContract(await openHttpRig());
});
afterAll(async () => {
  await rig?.close();
  await room?.close();
});

const admin = (tenant: string, key?: string) =>
  room.as('ann', { scope: 'admin', tenant, ...(key !== undefined && { key }) });

async function newTenant(slug: string): Promise<string> {
  const row = { tenant_id: `ten_${slug}`, slug, name: slug, account_id: 1 };
  await room.store.db.insertInto('tenants').values(row).execute();
  return slug;
}

const define = (tenant: string, input: CreateCustomFieldBody) =>
  createCustomField(admin(tenant), input);
const namesOf = async (tenant: string) =>
  (await listCustomFields(room.as('eve', { scope: 'viewer', tenant }))).data.map(
    (field) => field.name,
  );
const fill = async (tenant: string, count: number) => {
  for (let n = 0; n < count; n++) await define(tenant, { name: `field_${n}`, kind: 'text' });
};
const codesOf = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.code)).toSorted();

test('a field is defined, listed oldest first, changed and deleted, each with an audit row', async () => {
  const tenant = await newTenant('initech');
  const team = await define(tenant, { name: 'team', kind: 'text', label: ' Team ' });
  expect(team).toMatchObject({ label: 'Team', kind: 'text', options: [], default_value: null });
  room.time.now += 1_000;
  const options = [' EU ', 'US'];
  const made = await define(tenant, { name: 'area', kind: 'multi_select', options });
  expect(made).toMatchObject({ label: 'area', options: ['EU', 'US'] });
  expect(await namesOf(tenant)).toEqual(['team', 'area']);

  const change = { name: 'area', options: ['US', 'Asia', 'EU'], default_value: ['EU', 'US'] };
  room.time.now += 1_000;
  const changed = await updateCustomField(admin(tenant), change);
  expect(changed).toMatchObject({ label: 'area', options: change.options });
  expect(changed.default_value).toEqual(['US', 'EU']);
  expect(changed.updated_at > changed.created_at).toBe(true);
  expect((await listCustomFields(admin(tenant))).data[1]).toEqual(changed);
  const relabelled = await updateCustomField(admin(tenant), { name: 'area', label: 'Area' });
  expect(relabelled).toEqual({ ...changed, label: 'Area' });
  const bare = await updateCustomField(admin(tenant), { name: 'area', default_value: null });
  expect(bare.default_value).toBeNull();

  await deleteCustomField(admin(tenant), { name: 'area' });
  expect(await namesOf(tenant)).toEqual(['team']);
  for (const call of [deleteCustomField, updateCustomField]) {
    const missing = await problemOf(() => call(admin(tenant), { name: 'area', label: 'x' }));
    expect(missing).toMatchObject({ status: 404, code: 'not_found' });
  }
  const audited = await room.store.db
    .selectFrom('audit_entries')
    .select(['action', 'target_id', 'before', 'after'])
    .where('tenant_id', '=', 'ten_initech')
    .orderBy('audit_id')
    .execute();
  expect(audited.map((entry) => `${entry.action} ${entry.target_id}`)).toEqual([
    'custom_field.created team',
    'custom_field.created area',
    'custom_field.updated area',
    'custom_field.updated area',
    'custom_field.updated area',
    'custom_field.deleted area',
  ]);
  expect(audited[2]?.before).toMatchObject({ options: ['EU', 'US'], default_value: null });
  expect(audited[2]?.after).toMatchObject({ options: change.options, default_value: ['US', 'EU'] });
  expect(audited[5]?.before).toMatchObject({ kind: 'multi_select', label: 'Area' });
});

test('a definition that does not hold together is refused with the place of the fault', async () => {
  const tenant = await newTenant('faulty');
  const refusals: [CreateCustomFieldBody, string][] = [
    [{ name: 'my-team', kind: 'text' }, '/name'],
    [{ name: 'constructor', kind: 'text' }, '/name'],
    [{ name: 'a', kind: 'single_select' }, '/options'],
    [{ name: 'a', kind: 'checkbox', options: ['yes'] }, '/options'],
    [{ name: 'a', kind: 'multi_select', options: ['x', 'y', 'x '] }, '/options/2'],
    [{ name: 'a', kind: 'single_select', options: ['x'], default_value: 'y' }, '/default_value'],
    [{ name: 'a', kind: 'checkbox', default_value: 'true' }, '/default_value'],
  ];
  for (const [input, pointer] of refusals) {
    const problem = await problemOf(() => define(tenant, input));
    expect(problem).toMatchObject({ status: 422, pointers: [pointer] });
  }
  await define(tenant, { name: 'a', kind: 'single_select', options: ['x', 'y'] });
  await updateCustomField(admin(tenant), { name: 'a', default_value: 'x' });
  const without = () => updateCustomField(admin(tenant), { name: 'a', options: ['y'] });
  expect(await problemOf(without)).toMatchObject({ status: 422, pointers: ['/default_value'] });
  expect(await namesOf(tenant)).toEqual(['a']);
});

test('a tenant has at most 15 fields, whose names differ by more than case', async () => {
  const tenant = await newTenant('full');
  await fill(tenant, 15);
  const more = await problemOf(define(tenant, { name: 'one_more', kind: 'text' }));
  expect(more).toMatchObject({ status: 409, code: 'too_many_fields' });
  const again = await problemOf(define(tenant, { name: 'FIELD_3', kind: 'text' }));
  expect(again).toMatchObject({ status: 409, code: 'name_taken' });
  await deleteCustomField(admin(tenant), { name: 'field_3' });
  await define(tenant, { name: 'FIELD_3', kind: 'checkbox' });
  expect(await namesOf(tenant)).toHaveLength(15);
});

test('creators at once get the places that are left, and one of them a name', async () => {
  const tenant = await newTenant('crowded');
  await fill(tenant, 12);
  const names = Array.from({ length: 8 }, (_, n) => `rival_${n}`);
  const rivals = await Promise.allSettled(
    names.map((name) => define(tenant, { name, kind: 'text' })),
  );
  expect(codesOf(rivals)).toEqual([
    ...Array<string>(3).fill('done'),
    ...Array<string>(5).fill('too_many_fields'),
  ]);
  expect(await namesOf(tenant)).toHaveLength(15);

  const empty = await newTenant('namesakes');
  const namesakes = ['team', 'Team', 'TEAM', 'team'].map((name) =>
    define(empty, { name, kind: 'text' }),
  );
  const taken = Array<string>(3).fill('name_taken');
  expect(codesOf(await Promise.allSettled(namesakes))).toEqual(['done', ...taken]);
});

test('a definition with an Idempotency-Key is made once, also when it is sent twice at once', async () => {
  const tenant = await newTenant('repeating');
  const input = { name: 'team', kind: 'text' } as const;
  const make = () => createCustomField(admin(tenant, 'once'), input);
  const [first, second] = await Promise.all([make(), make()]);
  expect(second).toEqual(first);
  expect(await make()).toEqual(first);
  const other = createCustomField(admin(tenant, 'once'), { ...input, name: 'other' });
  expect(await problemOf(other)).toMatchObject({ code: 'idempotency_mismatch' });
  const remove = () => deleteCustomField(admin(tenant, 'gone'), { name: 'team' });
  await remove();
  await remove();
  expect(await namesOf(tenant)).toEqual([]);
});

test('fields of another tenant are neither seen, changed nor obeyed', async () => {
  const ours = await newTenant('ours');
  const theirs = await newTenant('theirs');
  const made = await define(ours, { name: 'team', kind: 'text', default_value: 'us' });
  for (const call of [deleteCustomField, updateCustomField]) {
    const strange = await problemOf(() => call(admin(theirs), { name: 'team', label: 'x' }));
    expect(strange).toMatchObject({ status: 404 });
  }
  expect(await namesOf(theirs)).toEqual([]);
  expect(await defaultFieldValues(room.store.db, 'ten_theirs')).toEqual({});
  await define(theirs, { name: 'team', kind: 'checkbox' });
  const read = (tenantId: string, team: unknown) =>
    readFieldValues(room.store.db, tenantId, { team });
  expect(await read('ten_theirs', true)).toEqual({ team: true });
  expect(await read('ten_ours', 'web')).toEqual({ team: 'web' });
  expect(await problemOf(read('ten_ours', true))).toMatchObject({ status: 422 });
  await updateCustomField(admin(theirs), { name: 'team', label: 'Theirs', default_value: true });
  await deleteCustomField(admin(theirs), { name: 'team' });
  expect(await listCustomFields(admin(ours))).toEqual({ data: [made] });
});

test('viewers read definitions, admins change them', async () => {
  const tenant = await newTenant('scoped');
  await define(tenant, { name: 'team', kind: 'text' });
  const responder = room.as('bob', { tenant });
  const input = { name: 'other', kind: 'text' } as const;
  expect(() => createCustomField(responder, input)).toThrow('admin');
  expect(() => updateCustomField(responder, { name: 'team', label: 'x' })).toThrow('admin');
  expect(await problemOf(deleteCustomField(responder, { name: 'team' }))).toMatchObject({
    status: 403,
  });
  const sender = room.as('ci', { tenant, scope: 'ingest' });
  expect(await problemOf(listCustomFields(sender))).toMatchObject({ status: 403 });
  expect(await namesOf(tenant)).toEqual(['team']);
});

test('new incidents get the defaults, and given values are held against the definitions', async () => {
  const tenant = await newTenant('valued');
  const { db } = room.store;
  await define(tenant, { name: 'note', kind: 'text', default_value: '"quoted" 💥' });
  await define(tenant, { name: 'paid', kind: 'checkbox', default_value: false });
  await define(tenant, { name: 'area', kind: 'single_select', options: ['EU', 'US'] });
  await define(tenant, { name: 'parts', kind: 'multi_select', options: ['db', 'web'] });
  const defaults = { note: '"quoted" 💥', paid: false };
  expect(await defaultFieldValues(db, 'ten_valued')).toEqual(defaults);

  const read = (given: Record<string, unknown>) => readFieldValues(db, 'ten_valued', given);
  expect(await read({})).toEqual({});
  const given = { note: null, paid: true, area: 'US', parts: ['web', 'db'] };
  expect(await read(given)).toEqual({ ...given, parts: ['db', 'web'] });
  const wrong = { area: 'Mars', parts: 'db', paid: 1, note: 'n'.repeat(3_001), colour: 'red' };
  const problem = await problemOf(read(wrong));
  expect(problem).toMatchObject({ status: 422, code: 'validation_error' });
  expect(problem.pointers).toEqual(Object.keys(wrong).map((name) => `/custom_fields/${name}`));
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, 1]));
  expect((await problemOf(read(many))).pointers).toHaveLength(20);
});

test('what an incident has stays when its option or its field goes; it can be cleared, not set', async () => {
  const { db } = room.store;
  await define('acme', { name: 'area', kind: 'multi_select', options: ['EU', 'US'] });
  const customFields = await readFieldValues(db, 'ten_acme', { area: ['EU', 'US'] });
  const { incidentId: id } = await room.opened({ change: { customFields } });
  const shown = async () => (await getIncident(room.as(), { id })).custom_fields;
  const read = (area: unknown) => readFieldValues(db, 'ten_acme', { area });

  await updateCustomField(admin('acme'), { name: 'area', options: ['Asia', 'US'] });
  expect(await shown()).toEqual({ area: ['EU', 'US'] });
  expect(await problemOf(read(['EU']))).toMatchObject({ pointers: ['/custom_fields/area'] });
  expect(await read(['US', 'Asia'])).toEqual({ area: ['Asia', 'US'] });

  await deleteCustomField(admin('acme'), { name: 'area' });
  expect(await shown()).toEqual({ area: ['EU', 'US'] });
  expect(await problemOf(read(['US']))).toMatchObject({ status: 422 });
  expect(await read(null)).toEqual({ area: null });
});

test('over HTTP every kind of default comes back as what it is', async () => {
  const { api_key: key } = await rig.createTenant('web');
  const defined = [
    { name: 'note', kind: 'text', default_value: 'true' },
    { name: 'paid', kind: 'checkbox', default_value: true },
    { name: 'area', kind: 'single_select', options: ['1', 'null'], default_value: '1' },
    { name: 'parts', kind: 'multi_select', options: ['a', 'b'], default_value: ['b'] },
    { name: 'free', kind: 'text', default_value: null },
  ];
  for (const body of defined) {
    const made = await rig.call(key, 'POST', '/custom-fields', body);
    expect(made).toMatchObject({ status: 201, body });
  }
  expect((await rig.call(key, 'GET', '/custom-fields')).body.data).toMatchObject(defined);
  const again = await rig.call(key, 'POST', '/custom-fields', defined[0]);
  expect(again).toMatchObject({ status: 409, body: { code: 'name_taken' } });
  const url = '/custom-fields/area';
  const changed = await rig.call(key, 'PATCH', url, { label: 'Area', default_value: null });
  expect(changed).toMatchObject({ status: 200, body: { label: 'Area', default_value: null } });
  for (const body of [{ name: 'zone' }, { kind: 'text' }, {}]) {
    expect((await rig.call(key, 'PATCH', url, body)).status).toBe(422);
  }
  const wrong = await rig.call(key, 'POST', '/custom-fields', { name: 'my-team', kind: 'text' });
  expect(wrong.body.errors).toMatchObject([{ pointer: '/name', received: 'string "my-team"' }]);
  expect((await rig.call(key, 'DELETE', url)).status).toBe(204);
  expect((await rig.call(key, 'DELETE', url)).status).toBe(404);
  const viewer = await rig.call(key, 'POST', '/api-keys', { name: 'screen', scope: 'viewer' });
  const seen = await rig.call(viewer.body.key, 'GET', '/custom-fields');
  expect(seen.body.data).toHaveLength(4);
  const denied = await rig.call(viewer.body.key, 'POST', '/custom-fields', defined[0]);
  expect(denied.status).toBe(403);
});
