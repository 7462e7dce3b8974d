import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Credentials, type HttpRig, openHttpRig } from '../../http-rig.ts';
import { followContract } from '../http/contract.ts';

let rig: HttpRig;
let acme: Credentials;

beforeAll(async () => {
  rig = followContract(await openHttpRig());
  acme = await rig.createTenant('acme');
  for (const name of ['ada', 'bo']) {
    const member = { name, email: `${name}@acme.example`, role: 'responder' };
    await post('/members', member);
  }
});
afterAll(() => rig?.close());

const post = (url: string, body?: object) => rig.call(acme.api_key, 'POST', url, body);
const open = async (title: string, given: object = {}) =>
  (await post('/incidents', { title, ...given })).body;

test('an incident is worked on by all commands', async () => {
  const incident = await open('Shop down', { people: ['ada@acme.example'] });
  expect(incident).toMatchObject({ assignment: { type: 'assign' }, silence_minutes: 0 });
  const url = `/incidents/${incident.id}`;
  const people = ['bo@acme.example'];
  const assigned = await post(`${url}/assign`, { people });
  expect(assigned).toMatchObject({ status: 200, body: { responders: [{ name: 'bo' }] } });
  const added = await post(`${url}/add-responders`, { people: ['ada@acme.example', ...people] });
  expect(added.body.responders).toMatchObject([{ name: 'bo' }, { name: 'ada' }]);
  expect((await post(`${url}/snooze`, { minutes: 60 })).body.snoozed_until).not.toBeNull();
  const listed = await rig.call(acme.api_key, 'GET', '/incidents?snoozed=true');
  expect(listed.body.data).toMatchObject([{ id: incident.id, assignment: { type: 'reassign' } }]);
  expect((await post(`${url}/wake`)).body.snoozed_until).toBeNull();

  const field = { name: 'region', kind: 'text' };
  expect((await post('/custom-fields', field)).status).toBe(201);
  const changes = { custom_fields: { region: 'eu' } };
  const edited = await rig.call(acme.api_key, 'PATCH', url, changes);
  expect(edited.body).toMatchObject(changes);

  const source = await open('Disk full');
  const merged = await post(`${url}/merge`, { sources: [source.id], title: 'Outage' });
  expect(merged).toMatchObject({ status: 200, body: { id: incident.id, title: 'Outage' } });
  const refused = await post(`/incidents/${source.id}/comment`, { text: 'Hm' });
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'incident_merged', merged_into: incident.id, allowed_commands: [] },
  });
  const timeline = await rig.call(acme.api_key, 'GET', `${url}/timeline`);
  expect(timeline.body.data.map(({ kind }: { kind: string }) => kind)).toEqual([
    'opened',
    'assigned',
    'assigned',
    'responders_added',
    'snoozed',
    'woken',
    'field_changed',
    'merged',
    'field_changed',
  ]);
});

test('bodies outside their limits are refused with a pointer', async () => {
  const { id } = await open('Slow');
  const many = Array.from({ length: 51 }, (_, number) => `usr_${number}`);
  const cases: readonly (readonly [string, object, string])[] = [
    ['assign', {}, '/people'],
    ['assign', { people: [] }, '/people'],
    ['assign', { people: many }, '/people'],
    ['add-responders', { people: ['usr_nobody'] }, '/people/0'],
    ['snooze', { minutes: 0 }, '/minutes'],
    ['snooze', { minutes: 10_081 }, '/minutes'],
    ['snooze', { minutes: 1.5 }, '/minutes'],
    ['wake', { minutes: 1 }, '/minutes'],
    ['merge', { sources: [] }, '/sources'],
    ['merge', { sources: many.slice(0, 21) }, '/sources'],
    ['merge', { sources: ['inc_nothing'] }, '/sources/0'],
    ['merge', { sources: ['inc_1'], title: ' ' }, '/title'],
  ];
  for (const [command, body, pointer] of cases) {
    const answer = await post(`/incidents/${id}/${command}`, body);
    expect(answer, `${command} ${JSON.stringify(body)}`).toMatchObject({
      status: 422,
      body: { errors: [{ pointer }] },
    });
  }
});

test('commands for many incidents say for each what became of it', async () => {
  const [first, second] = [await open('One'), await open('Two')];
  await post(`/incidents/${second.id}/resolve`);
  const incidents = [first.id, second.id];
  const people = ['bo@acme.example'];
  for (const [command, body] of [
    ['assign', { people }],
    ['add-responders', { people }],
    ['snooze', { minutes: 5 }],
    ['wake', {}],
  ] as const) {
    const answer = await post(`/incidents/bulk/${command}`, { incidents, ...body });
    expect(answer, command).toMatchObject({
      status: 200,
      body: { data: [{ ok: true }, { ok: false, error: { code: 'incident_closed' } }] },
    });
  }
  const unknown = await post('/incidents/bulk/assign', { incidents, people: ['usr_x'] });
  expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '/people/0' }] } });
});
