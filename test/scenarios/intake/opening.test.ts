import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustomField } from '../../../src/incidents/create-custom-field.ts';
import { createRoutingRule } from '../../../src/incidents/create-routing-rule.ts';
import { RuleActionsSchema } from '../../../src/incidents/routing-rule-schemas.ts';
import { updateRoutingRule } from '../../../src/incidents/update-routing-rule.ts';
import { compileSchema } from '../../../src/ingress/schema-validation.ts';
import type { Problem } from '../../../src/kernel/errors.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { DIRECTORY_TTL } from '../../../src/tenants/directory.ts';
import { removeMember } from '../../../src/tenants/remove-member.ts';
import { updateService } from '../../../src/tenants/update-service.ts';
import { openReplica, type Replica } from '../../intake-rig.ts';
import {
  GENERIC,
  type IntakeRoom,
  openIntakeRoom,
  statuses,
  unsoundIncidents,
} from './intake-room.ts';

// What an incident that an alert opens starts with: people, silence, custom fields.

let room: IntakeRoom;
let second: Replica;
let payments: string;

beforeAll(async () => {
  room = await openIntakeRoom({
    rules: [
      {
        id: 'pager',
        condition: 'labels.team == "pager"',
        actions: { responders: ['usr_bob', 'usr_cleo'], close_after_silence_minutes: 30 },
      },
      {
        id: 'group',
        condition: 'labels.team == "group"',
        actions: { group_by: ['labels.team'], responders: ['usr_bob'] },
      },
      {
        id: 'leaver',
        condition: 'labels.team == "leaver"',
        actions: { responders: ['usr_dan'] },
      },
      {
        id: 'pay',
        condition: 'labels.team == "pay"',
        actions: { service: 'Payments' },
      },
    ],
  });
  for (const name of ['Bob', 'Cleo', 'Dan', 'Eve']) await room.addMember(name);
  second = openReplica(room.rig);
  const directory = room.rig.directory;
  const tenant = await directory.tenant('default');
  payments = (tenant && (await directory.serviceId(tenant, 'Payments'))) ?? '';
  const responders = ['EVE@example.com', 'usr_dan'];
  await updateService(room.as('ten_default'), { id: payments, responders });
});
afterAll(async () => {
  const faults = [...(room?.rig.faults ?? []), ...(second?.faults ?? [])];
  await second?.close();
  await room?.rig.close();
  expect(faults).toEqual([]);
});

async function fire(id: string, labels: Record<string, string>, given: object = {}) {
  const [fired] = await room.fire({ external_id: id, severity: 'critical', labels, ...given });
  if (!fired) throw new Error('No reply.');
  return fired;
}

/** The names of an incident's responders. */
const named = async (id: string | null) =>
  (await room.incident(id)).responders.map(({ name }) => name);

const BOB = { id: 'usr_bob', person_id: 3, name: 'Bob', email: 'bob@example.com' };
const CLEO = { id: 'usr_cleo', person_id: 4, name: 'Cleo', email: 'cleo@example.com' };

test('the people of the rule are assigned: i_new without them, then i_assign with them', async () => {
  const { incident_id } = await fire('r1', { team: 'pager', service: 'Payments' });
  const [opened, assigned, ...more] = await room.pushed(incident_id);
  expect(more).toEqual([]);
  expect(opened).toMatchObject({ seq: 1, event_type: 'i_new', snapshot: { responders: [] } });
  expect(assigned).toMatchObject({ seq: 2, event_type: 'i_assign' });
  expect(assigned?.actor.type).not.toBe('person');
  expect(assigned?.snapshot.responders).toMatchObject([
    { ...BOB, acknowledged_at: null },
    { ...CLEO, acknowledged_at: null },
  ]);
  expect((assigned?.event_at ?? 0) > (opened?.event_at ?? 0)).toBe(true);
  expect(await room.kinds(incident_id)).toEqual(['opened', 'assigned']);
  expect(await room.incident(incident_id)).toMatchObject({
    progress: 'triggered',
    responders: [BOB, CLEO],
    assignment: { type: 'assign' },
  });
});

test('the silence of the rule is kept on the incident; without one it is never looked for', async () => {
  const silent = await room.incident((await fire('s1', { team: 'pager' })).incident_id);
  expect(silent.silence_minutes).toBe(30);
  expect(silent.silence_due_at?.getTime()).toBe(silent.created_at.getTime() + 30 * MINUTE);
  const other = await room.incident((await fire('s2', { team: 'none' })).incident_id);
  expect(other).toMatchObject({ silence_minutes: 0, silence_due_at: null });
});

test('without any, those of the service are: named by the sender, or by a rule', async () => {
  const direct = await fire('v1', { service: 'payments' });
  const ruled = await fire('v2', { team: 'pay', service: 'Other' });
  expect(await named(direct.incident_id)).toEqual(['Eve', 'Dan']);
  expect(await named(ruled.incident_id)).toEqual(['Eve', 'Dan']);
  expect(await room.incident(ruled.incident_id)).toMatchObject({ service_id: payments });
  const nobody = await fire('v3', { service: 'Other' });
  expect(await named(nobody.incident_id)).toEqual([]);
  expect(await room.kinds(nobody.incident_id)).toEqual(['opened']);
});

test('an event without labels assigns those of the rule its alert has', async () => {
  await fire('b1', { team: 'pager' }, { severity: 'info' });
  const [opened] = await room.fire({ external_id: 'b1', severity: 'critical' });
  expect(opened?.action).toBe('opened');
  expect(await named(opened?.incident_id ?? null)).toEqual(['Bob', 'Cleo']);
  expect(await room.incident(opened?.incident_id ?? null)).toMatchObject({ silence_minutes: 30 });
});

test('an event without labels has the severity of the rule its alert has', async () => {
  const setSeverity = (severity: string) =>
    room.rig.store.db
      .updateTable('routing_rules')
      .set({ actions: JSON.stringify({ service: 'Payments', severity }) })
      .where('rule_id', '=', 'pay')
      .execute();
  const post = async (alert: object) => {
    const fresh = openReplica(room.rig);
    const all = { title: 'Alert', external_id: 'bare', severity: 'warning', ...alert };
    const { body } = await fresh.post(GENERIC, all);
    await fresh.close();
    return body.alerts[0];
  };
  await setSeverity('high');
  const { incident_id } = await post({ labels: { team: 'pay' } });
  expect((await post({})).action).toBe('repeated');
  expect(await room.alert('bare')).toMatchObject({ severity: 'high', service_id: payments });
  expect(await room.incident(incident_id)).toMatchObject({ severity: 'high', firing_high: 1 });

  await setSeverity('medium');
  expect((await post({})).action).toBe('changed');
  await setSeverity('critical');
  // As severe as the alert is stored, yet not for its rule: the incident has to be counted anew.
  expect((await post({})).action).toBe('changed');
  expect(await room.incident(incident_id)).toMatchObject({ severity: 'critical' });
  expect(await unsoundIncidents(room.rig)).toEqual([]);
});

test('only the alert that opens the incident assigns; those that join it do not', async () => {
  const first = await fire('j1', { team: 'group' });
  const joined = await fire('j2', { team: 'group', service: 'Payments' });
  expect(joined).toMatchObject({ action: 'joined', incident_id: first.incident_id });
  expect(await named(first.incident_id)).toEqual(['Bob']);
});

test('many first alerts of a group on two replicas assign once', async () => {
  await room.close((await room.alert('j1')).incident_id ?? '');
  const replies = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      (index % 2 === 0 ? room.rig : second).post(GENERIC, {
        title: 'Alert',
        external_id: `two ${index}`,
        severity: 'critical',
        labels: { team: 'group' },
      }),
    ),
  );
  expect(statuses(replies)).toEqual({ 200: 30 });
  const [id, ...others] = new Set(replies.map(({ body }) => body.alerts[0].incident_id));
  expect(others).toEqual([]);
  const types = (await room.pushed(id)).map(({ event_type }) => event_type);
  expect(types.filter((type) => type === 'i_assign')).toHaveLength(1);
  expect(await named(id)).toEqual(['Bob']);
});

const pointersOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'not refused',
    (error: Problem) => [error.status, ...error.errors.map((at) => [at.pointer, at.received])],
  );

test('a rule assigns members by id; whoever is none is named with 422', async () => {
  const context = { ...room.as('ten_default'), rules: { forget: () => {} } };
  const given = { name: 'Night', condition: 'labels.team == "night"' };
  const create = (responders: string[]) =>
    createRoutingRule(context, { ...given, actions: { responders } });
  const unknown = ['usr_bob', 'usr_nobody', 'bob@example.com', 'nul\u0000'];
  expect(await pointersOf(create(unknown))).toEqual([
    422,
    ['/actions/responders/1', 'usr_nobody'],
    ['/actions/responders/2', 'bob@example.com'],
    ['/actions/responders/3', 'nul\ufffd'],
  ]);
  const elsewhere = await room.addTenant('elsewhere');
  const stranger = { ...context, ...room.as(`ten_${elsewhere.slug}`), rules: context.rules };
  const foreign = { ...given, actions: { responders: ['usr_bob'] } };
  expect(await pointersOf(createRoutingRule(stranger, foreign))).toEqual([
    422,
    ['/actions/responders/0', 'usr_bob'],
  ]);
  const { id } = await create(['usr_bob']);
  const update = updateRoutingRule(context, { id, actions: { responders: ['usr_x'] } });
  expect(await pointersOf(update)).toEqual([422, ['/actions/responders/0', 'usr_x']]);
  const actions = { responders: ['usr_cleo', 'usr_eve'], close_after_silence_minutes: 43_200 };
  expect(await updateRoutingRule(context, { id, actions })).toMatchObject({ actions });
  const fresh = openReplica(room.rig);
  const alert = { title: 'Alert', external_id: 'night', labels: { team: 'night' } };
  const { body } = await fresh.post(GENERIC, alert);
  expect(await named(body.alerts[0].incident_id)).toEqual(['Cleo', 'Eve']);
  await fresh.close();
});

test('custom fields start with their defaults', async () => {
  await createCustomField(room.as('ten_default'), {
    name: 'impact_area',
    kind: 'single_select',
    options: ['shop', 'back office'],
    default_value: 'shop',
  });
  const fresh = openReplica(room.rig);
  const { body } = await fresh.post(GENERIC, { title: 'Alert', external_id: 'fields' });
  await fresh.close();
  const { incident_id } = body.alerts[0];
  expect((await room.incident(incident_id)).custom_fields).toEqual({ impact_area: 'shop' });
  const [opened] = await room.pushed(incident_id);
  expect(opened?.snapshot.custom_fields).toEqual({ impact_area: 'shop' });
});

test('the silence of a rule is between a minute and thirty days', () => {
  const check = compileSchema(RuleActionsSchema);
  const refused = [0, 43_201, 1.5, '5', null].map(
    (close_after_silence_minutes) => check({ close_after_silence_minutes })?.[0]?.pointer,
  );
  expect(refused).toEqual(Array(5).fill('/close_after_silence_minutes'));
  expect(check({ close_after_silence_minutes: 1 })).toBeNull();
});

test('a member who was removed is passed over, elsewhere within the time to live', async () => {
  const elsewhere = async (id: string) => {
    const alert = { title: 'Alert', external_id: id, severity: 'critical' };
    const { body } = await second.post(GENERIC, { ...alert, labels: { service: 'Payments' } });
    return named(body.alerts[0].incident_id);
  };
  expect(await elsewhere('e1')).toEqual(['Eve', 'Dan']);
  expect(await named((await fire('l1', { team: 'leaver' })).incident_id)).toEqual(['Dan']);
  await removeMember(room.as('ten_default'), { id: 'usr_dan' });
  expect(await named((await fire('l2', { team: 'leaver' })).incident_id)).toEqual([]);
  expect(await named((await fire('l3', { service: 'Payments' })).incident_id)).toEqual(['Eve']);
  const both = await fire('l4', { team: 'leaver', service: 'Payments' });
  expect(await named(both.incident_id)).toEqual(['Eve']);
  room.pass(DIRECTORY_TTL);
  expect(await elsewhere('e2')).toEqual(['Eve']);
});
