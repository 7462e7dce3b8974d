import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { nearest } from '../../../kernel/near.ts';
import type { Existing, Fields, KindRules, Wanted } from './item.ts';
import { planKind, type Step } from './plan-kind.ts';

const RULES: KindRules = { merged: ['settings'], fixed: ['format'] };
const ONCE = { prune: false, rotate: false };

/** A hub that does what a step asks, as ours does: by id, field by field. */
function done(
  existing: readonly Existing[],
  wanted: readonly Wanted[],
  steps: readonly Step[],
  rules: KindRules,
): Existing[] {
  let things = [...existing];
  for (const step of steps) {
    const entry = step.index === undefined ? undefined : wanted[step.index];
    const stored = things.find(({ id }) => id === step.id);
    if (step.action === 'delete' || !entry) {
      things = things.filter((one) => one !== stored);
      continue;
    }
    const after: Existing = {
      id: stored?.id ?? `made ${step.index}`,
      key: entry.key,
      label: entry.label,
      ...(entry.alias !== undefined && { alias: entry.alias }),
      fields: merged(stored?.fields ?? {}, entry.fields, rules),
      set: [...new Set([...(stored?.set ?? []), ...entry.secrets])],
    };
    const at = stored ? things.indexOf(stored) : things.length;
    things.splice(at, stored ? 1 : 0, after);
    if (step.position === undefined) continue;
    things = things.filter((one) => one !== after);
    things.splice(step.position - 1, 0, after);
  }
  return things;
}

function merged(before: Fields, after: Fields, { merged: names }: KindRules): Fields {
  const settled = Object.entries(after).map(([key, value]): [string, unknown] => {
    if (!names.includes(key)) return [key, value];
    const all = { ...(before[key] as object), ...(value as object) };
    return [key, Object.fromEntries(Object.entries(all).filter(([, one]) => one !== null))];
  });
  return { ...before, ...Object.fromEntries(settled) };
}

const word = fc.constantFrom('a', 'b', 'c', 'd');
const settings = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.constantFrom(1, 2, null));
const fields = fc.record(
  {
    text: word,
    list: fc.array(word, { maxLength: 2 }),
    settings,
    body: fc.oneof(fc.constant(null), fc.dictionary(word, fc.integer({ min: 0, max: 2 }))),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Fields>;

const names = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5', '6'), { maxLength: 6 });
const existingThings = names.chain((keys) =>
  fc.tuple(...keys.map((key) => fc.record({ key: fc.constant(key), fields }))).map((things) =>
    things.map(
      ({ key, fields: shown }): Existing => ({
        id: `id ${key}`,
        key,
        label: key,
        // What can be merged is always there, as the API shows it.
        fields: merged({ name: key, settings: {} }, shown, RULES),
        set: Number(key) % 2 ? ['secret'] : [],
      }),
    ),
  ),
);
const wantedThings = names.chain((keys) =>
  fc
    .tuple(
      ...keys.map((key) =>
        fc.record({ key: fc.constant(key), fields, secret: fc.boolean(), renamed: fc.boolean() }),
      ),
    )
    .map((things) =>
      things.map(
        ({ key, fields: given, secret, renamed }): Wanted => ({
          key: renamed ? `new ${key}` : key,
          label: key,
          ...(renamed && { formerly: key }),
          fields: { ...given, name: renamed ? `new ${key}` : key },
          secrets: secret ? ['secret'] : [],
        }),
      ),
    ),
);

describe.each([false, true])('a plan (of things with an order: %s)', (ordered) => {
  const rules = { ...RULES, ordered };

  test('makes what the file wants of what the hub has, and then finds nothing to do', () => {
    fc.assert(
      fc.property(existingThings, wantedThings, fc.boolean(), (existing, wanted, prune) => {
        const options = { prune, rotate: false };
        const plan = planKind(rules, existing, wanted, options);
        expect(plan.faults).toEqual([]);
        const after = done(existing, wanted, plan.steps, rules);
        for (const entry of wanted) {
          const made = after.filter(({ key }) => key === entry.key);
          expect(made).toHaveLength(1);
          expect(merged(made[0]?.fields ?? {}, entry.fields, rules)).toEqual(made[0]?.fields);
        }
        const again = planKind(rules, after, wanted, options);
        expect(again.steps).toEqual([]);
        expect(again.unchanged).toBe(wanted.length);
        if (prune) expect(after).toHaveLength(wanted.length);
        if (ordered) {
          const front = after.slice(0, wanted.length).map(({ key }) => key);
          expect(front).toEqual(wanted.map(({ key }) => key));
        }
      }),
    );
  });

  test('leaves alone what the file does not name, unless it prunes', () => {
    fc.assert(
      fc.property(existingThings, wantedThings, (existing, wanted) => {
        const { steps, left } = planKind(rules, existing, wanted, ONCE);
        expect(steps.some(({ action }) => action === 'delete')).toBe(false);
        const after = done(existing, wanted, steps, rules);
        for (const label of left) {
          const before = existing.find((one) => one.label === label);
          expect(after.find(({ id }) => id === before?.id)).toEqual(before);
        }
      }),
    );
  });
});

const thing = (key: string, given: Fields = {}, rest: Partial<Existing> = {}): Existing => ({
  id: `id ${key}`,
  key,
  label: key,
  fields: given,
  set: [],
  ...rest,
});
const entry = (key: string, given: Fields = {}, rest: Partial<Wanted> = {}): Wanted => ({
  key,
  label: key,
  fields: given,
  secrets: [],
  ...rest,
});

describe('what a change shows', () => {
  it('is each value before and after, of objects key by key', () => {
    const existing = [thing('a', { body: { x: 1, y: 2 }, settings: { x: 1, z: 3 } })];
    const wanted = [entry('a', { body: { x: 2, w: 1 }, settings: { x: null, z: 3 } })];
    const [step] = planKind(RULES, existing, wanted, ONCE).steps;
    expect(step?.changes).toEqual([
      { path: 'body.x', before: 1, after: 2 },
      { path: 'body.y', before: 2, after: undefined },
      { path: 'body.w', before: undefined, after: 1 },
      { path: 'settings.x', before: 1, after: undefined },
    ]);
  });

  it('says that a secret is sent, and never sends one that is set unless it rotates', () => {
    const wanted = [entry('a', {}, { secrets: ['secret'] })];
    const set = [thing('a', {}, { set: ['secret'] })];
    expect(planKind(RULES, set, wanted, ONCE).steps).toEqual([]);
    const [rotated] = planKind(RULES, set, wanted, { prune: false, rotate: true }).steps;
    expect(rotated?.changes).toMatchObject([{ path: 'secret', before: '(set)', secret: true }]);
    const [first] = planKind(RULES, [thing('a')], wanted, ONCE).steps;
    expect(first?.changes).toMatchObject([{ path: 'secret', before: undefined, secret: true }]);
  });
});

describe('an entry', () => {
  it('that names an id means that thing, whatever it is called', () => {
    const existing = [thing('a'), thing('b', {}, { key: 'a', id: 'other' })];
    const [step] = planKind(
      RULES,
      existing,
      [entry('c', { text: 'x' }, { id: 'other' })],
      ONCE,
    ).steps;
    expect(step).toMatchObject({ action: 'change', id: 'other' });
  });

  it('whose name several things have, or whose id none has, is a fault', () => {
    const existing = [thing('a'), thing('b', {}, { key: 'a', id: 'other' })];
    const { faults } = planKind(
      RULES,
      existing,
      [entry('a'), entry('x', {}, { id: 'none' })],
      ONCE,
    );
    expect(faults).toMatchObject([
      { index: 0, message: expect.stringContaining('id a or other') },
      { index: 1, field: 'id' },
    ]);
  });

  it('that would change what never changes is a fault', () => {
    const existing = [thing('a', { format: 'grafana' })];
    const { faults } = planKind(RULES, existing, [entry('a', { format: 'zabbix' })], ONCE);
    expect(faults).toMatchObject([{ index: 0, field: 'format' }]);
  });

  it('takes what stands in for it where nothing has its name, and that is never deleted', () => {
    const existing = [thing('Old', { text: 'x' }, { alias: 'format regen', kept: true })];
    const wanted = [entry('New', { text: 'y' }, { alias: 'format regen' })];
    const options = { prune: true, rotate: false };
    expect(planKind(RULES, existing, wanted, options).steps).toMatchObject([
      { action: 'change', id: 'id Old' },
    ]);
    expect(planKind(RULES, existing, [], options)).toMatchObject({ steps: [], left: ['Old'] });
  });
});

describe('the word that was meant', () => {
  it.each([
    ['nmae', 'name'],
    ['serivces', 'services'],
    ['Webhook', 'webhooks'],
    ['zzz', undefined],
  ])('by %s is %s', (word, meant) => {
    expect(nearest(word, ['name', 'services', 'webhooks', 'routing_rules'])).toBe(meant);
  });
});
