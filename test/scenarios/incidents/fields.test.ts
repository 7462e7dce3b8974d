import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomField } from '../../../src/incidents/create-custom-field.ts';
import { editIncident } from '../../../src/incidents/edit-incident.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { listTimeline } from '../../../src/incidents/list-timeline.ts';
import { openIncident } from '../../../src/incidents/open-incident.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
  const admin = room.as('ann', { scope: 'admin' });
  const options = ['eu', 'us'];
  await createCustomField(admin, { name: 'region', kind: 'multi_select', options });
  await createCustomField(admin, { name: 'team', kind: 'text', default_value: 'ops' });
  await createCustomField(admin, { name: 'visible', kind: 'checkbox', default_value: false });
});
afterAll(() => room.close());

test('an edit sets and clears custom fields, one event for each that changes', async () => {
  const { incidentId: id } = await room.opened();
  const set = { region: ['us', 'eu'], team: 'shop', visible: null };
  const edited = await editIncident(room.as(), { id, impact: 'Slow', custom_fields: set });
  expect(edited).toMatchObject({
    impact: 'Slow',
    custom_fields: { region: ['eu', 'us'], team: 'shop' },
  });
  await editIncident(room.as(), { id, custom_fields: { region: ['eu', 'us'], team: 'shop' } });
  const cleared = await editIncident(room.as(), { id, custom_fields: { region: null } });
  expect(cleared.custom_fields).toEqual({ team: 'shop' });
  expect(await getIncident(room.as(), { id })).toEqual(cleared);
  const types = ['i_new', 'i_r_impact', 'i_r_field', 'i_r_field', 'i_r_field'];
  expect(await room.eventTypes(id)).toEqual(types);
  const { data } = await listTimeline(room.as(), { id });
  expect(data.slice(2).map(({ detail }) => detail)).toEqual([
    { field_name: 'region', to: ['eu', 'us'] },
    { field_name: 'team', to: 'shop' },
    { field_name: 'region', from: ['eu', 'us'], to: null },
  ]);
  const events = await room.events(id);
  expect(events.at(-1)?.snapshot).toMatchObject({ custom_fields: { team: 'shop' } });
});

test('an edit with a field that is not defined, or cannot hold its value, changes nothing', async () => {
  const { incidentId: id } = await room.opened();
  const custom_fields = { colour: 'red', region: ['mars'], team: 'shop' };
  const call = editIncident(room.as(), { id, impact: 'Slow', custom_fields });
  expect(await problemOf(call)).toMatchObject({
    status: 422,
    pointers: ['/custom_fields/colour', '/custom_fields/region'],
  });
  expect(await room.eventTypes(id)).toEqual(['i_new']);
});

test('a closed incident takes edits, and a key makes them once', async () => {
  const { incidentId: id } = await room.opened();
  await resolveIncident(room.as(), { id });
  const ann = room.as('ann', { key: 'edit-1' });
  const first = await editIncident(ann, { id, custom_fields: { team: 'shop' } });
  await editIncident(room.as('bob'), { id, custom_fields: { team: 'pay' } });
  expect(await editIncident(ann, { id, custom_fields: { team: 'shop' } })).toEqual(first);
  expect((await getIncident(ann, { id })).custom_fields).toEqual({ team: 'pay' });
  const other = editIncident(ann, { id, custom_fields: { team: 'web' } });
  expect(await problemOf(other)).toMatchObject({ code: 'idempotency_mismatch' });
});

test('by two people at once a field changes once', async () => {
  const { incidentId: id } = await room.opened();
  const change = { id, title: 'Shop down', custom_fields: { team: 'shop' } };
  await Promise.all(['ann', 'bob', 'cid'].map((who) => editIncident(room.as(who), change)));
  expect(await room.eventTypes(id)).toEqual(['i_new', 'i_r_title', 'i_r_field']);
});

test('an incident opened by hand begins with the defaults; what is given goes over them', async () => {
  const plain = await openIncident(room.as(), { title: 'Slow' });
  expect(plain.custom_fields).toEqual({ team: 'ops', visible: false });
  const custom_fields = { team: null, region: ['us'] };
  const given = await openIncident(room.as(), { title: 'Slow', custom_fields });
  expect(given.custom_fields).toEqual({ visible: false, region: ['us'] });
  expect(await room.eventTypes(given.id)).toEqual(['i_new']);
  const unknown = openIncident(room.as(), { title: 'Slow', custom_fields: { colour: 'red' } });
  expect(await problemOf(unknown)).toMatchObject({
    status: 422,
    pointers: ['/custom_fields/colour'],
  });
});
