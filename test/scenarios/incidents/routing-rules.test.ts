import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoutingRule } from '../../../src/incidents/create-routing-rule.ts';
import { deleteRoutingRule } from '../../../src/incidents/delete-routing-rule.ts';
import { listRoutingRules } from '../../../src/incidents/list-routing-rules.ts';
import { createRuleBook } from '../../../src/incidents/rule-book.ts';
import { updateRoutingRule } from '../../../src/incidents/update-routing-rule.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
const forgotten: string[] = [];
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

function admin(tenant = 'acme') {
  const rules = { forget: (tenantId: string) => void forgotten.push(tenantId) };
  return { ...room.as('ann', { scope: 'admin', tenant }), rules };
}

async function order() {
  const { data } = await listRoutingRules(room.as('eve', { scope: 'viewer' }));
  return data.map((rule) => `${rule.position} ${rule.name}`);
}

test('rules keep the order they are given, and moving one renumbers the others', async () => {
  const a = await createRoutingRule(admin(), { name: 'A', condition: 'severity == "critical"' });
  await createRoutingRule(admin(), { name: 'B', condition: 'labels.team == "shop"' });
  const actions = { group_by: ['service'], window: { minutes: 5, kind: 'sliding' } } as const;
  const c = await createRoutingRule(admin(), {
    name: 'C',
    condition: 'true',
    actions: { ...actions, group_by: [...actions.group_by] },
    position: 1,
  });
  expect(c).toMatchObject({ position: 1, actions });
  expect(await order()).toEqual(['1 C', '2 A', '3 B']);
  expect(forgotten).toContain('ten_acme');

  expect(await updateRoutingRule(admin(), { id: a.id, position: 99 })).toMatchObject({
    position: 3,
  });
  expect(await order()).toEqual(['1 C', '2 B', '3 A']);
  const renamed = await updateRoutingRule(admin(), { id: c.id, name: 'See' });
  expect(renamed).toMatchObject({ position: 1, name: 'See', actions });
  await deleteRoutingRule(admin(), { id: c.id });
  expect(await order()).toEqual(['1 B', '2 A']);
  expect(await problemOf(deleteRoutingRule(admin(), { id: c.id }))).toMatchObject({ status: 404 });
  expect(await problemOf(deleteRoutingRule(admin('globex'), { id: a.id }))).toMatchObject({
    status: 404,
  });
});

test('a rule that is switched off keeps its place, and is not asked', async () => {
  const actions = { suppress: true };
  const made = { name: 'Off', condition: 'true', actions, position: 1, enabled: false };
  const off = await createRoutingRule(admin('globex'), made);
  const { ordered, byId } = await createRuleBook(room.store.db).rulesOf('ten_globex');
  expect(ordered.map(({ ruleId }) => ruleId)).not.toContain(off.id);
  expect(byId.get(off.id)?.actions).toEqual(actions);
  const { data } = await listRoutingRules(room.as('eve', { tenant: 'globex' }));
  expect(data.map(({ name, enabled }) => [name, enabled])).toEqual([['Off', false]]);
  expect(await updateRoutingRule(admin('globex'), { id: off.id, enabled: true })).toMatchObject({
    enabled: true,
    name: 'Off',
    actions,
  });
  const again = await createRuleBook(room.store.db).rulesOf('ten_globex');
  expect(again.ordered[0]?.ruleId).toBe(off.id);
  await deleteRoutingRule(admin('globex'), { id: off.id });
});

test('many rules created at once get a place each', async () => {
  const names = Array.from({ length: 6 }, (_, number) => `N${number}`);
  await Promise.all(
    names.map((name) => createRoutingRule(admin('globex'), { name, condition: 'true' })),
  );
  const { data } = await listRoutingRules(room.as('eve', { tenant: 'globex' }));
  expect(data.map((rule) => rule.position)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(data.map((rule) => rule.name).sort()).toEqual(names);
});

test('a rule that cannot work is refused with the place of the fault', () => {
  const refusals: [object, string][] = [
    [{ condition: 'severity ==' }, '/condition'],
    [{ condition: 'title' }, '/condition'],
    [{ condition: 'true', actions: { group_by: ['service', 'colour'] } }, '/actions/group_by/1'],
  ];
  for (const [rule, pointer] of refusals) {
    const create = () => createRoutingRule(admin(), { name: 'X', condition: 'true', ...rule });
    expect(create).toThrow(
      expect.objectContaining({ status: 422, errors: [expect.objectContaining({ pointer })] }),
    );
  }
  const responder = { ...admin(), ...room.as() };
  expect(() => createRoutingRule(responder, { name: 'X', condition: 'true' })).toThrow('admin');
});
