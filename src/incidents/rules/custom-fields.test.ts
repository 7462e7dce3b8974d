import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultsOf,
  FIELD_KINDS,
  type FieldDefinition,
  isFieldName,
  MAX_OPTIONS,
  MAX_TEXT_LENGTH,
  readField,
  readGivenFields,
  settleField,
} from './custom-fields.ts';

function field(given: Partial<FieldDefinition> = {}): FieldDefinition {
  return { name: 'team', kind: 'text', options: [], defaultValue: null, ...given };
}

const region = field({ name: 'region', kind: 'single_select', options: ['eu', 'us'] });
const parts = field({ name: 'parts', kind: 'multi_select', options: ['db', 'api', 'web'] });
const paid = field({ name: 'paid', kind: 'checkbox' });

const valueFor = (of: FieldDefinition, value: unknown) => {
  const reading = readField(of, value);
  return reading.ok ? reading.value : `refused: ${reading.expected} | ${reading.received}`;
};
const pointersOf = (given: Partial<FieldDefinition>) => {
  const settled = settleField(field(given));
  return settled.ok ? [] : settled.errors.map((error) => error.pointer);
};

describe('a name', () => {
  it('is a letter or _ and then at most 39 letters, digits and _', () => {
    for (const name of ['a', '_', 'Team_2', 'Constructor', 'x'.repeat(40)]) {
      expect(isFieldName(name), name).toBe(true);
    }
    for (const name of ['', '2nd', 'a-b', 'a b', 'é', 'a\n', 'x'.repeat(41)]) {
      expect(isFieldName(name), name).toBe(false);
    }
  });

  it('is nothing that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(isFieldName(name), name).toBe(false);
    }
  });
});

describe('a value', () => {
  it('of a text is a string of at most 3000 characters, however they are encoded', () => {
    expect(valueFor(field(), '')).toBe('');
    expect(valueFor(field(), '💥'.repeat(3_000))).toHaveLength(6_000);
    expect(valueFor(field(), '💥'.repeat(3_001))).toMatch(/at most 3000.* of 3001 characters/);
    expect(valueFor(field(), 5)).toBe('refused: a string of at most 3000 characters | integer 5');
    expect(valueFor(field(), 'nul\0 and \ud800')).toBe('nul� and �');
  });

  it('of a single select is one of its options', () => {
    expect(valueFor(region, ' us ')).toBe('us');
    expect(valueFor(region, 'US')).toBe('refused: one of eu, us | string "US"');
    expect(valueFor(region, ['us'])).toBe('refused: one of eu, us | array of 1');
  });

  it('of a multi select is an array of different options, kept in their order', () => {
    expect(valueFor(parts, ['web', 'db'])).toEqual(['db', 'web']);
    expect(valueFor(parts, [])).toEqual([]);
    expect(valueFor(parts, ['db', 'db'])).toMatch(/\| string "db" twice$/);
    expect(valueFor(parts, ['db', ' db'])).toMatch(/twice$/);
    expect(valueFor(parts, ['cache'])).toMatch(/\| string "cache" in it$/);
    expect(valueFor(parts, 'db')).toMatch(/different ones of db, api, web \| string "db"$/);
    expect(valueFor(parts, [null])).toMatch(/\| null in it$/);
  });

  it('of a checkbox is true or false, nothing like it', () => {
    expect(valueFor(paid, false)).toBe(false);
    for (const value of ['true', 0, 1, 'on', {}, undefined]) {
      expect(valueFor(paid, value)).toMatch(/^refused: true or false/);
    }
  });
});

describe('given values', () => {
  const definitions = [field(), region, parts, paid];

  it('are read by name, and null clears', () => {
    const given = { team: 'a', region: null, parts: ['db'], paid: true };
    expect(readGivenFields(definitions, given)).toEqual({ values: given, errors: [] });
  });

  it('are refused field by field, with where, what would do and what came', () => {
    const given = { team: 7, region: 'mars', colour: 'red', paid: true };
    expect(readGivenFields(definitions, given).errors).toEqual([
      {
        pointer: '/custom_fields/team',
        expected: 'a string of at most 3000 characters, or null',
        received: 'integer 7',
      },
      {
        pointer: '/custom_fields/region',
        expected: 'one of eu, us, or null',
        received: 'string "mars"',
      },
      {
        pointer: '/custom_fields/colour',
        expected: 'a custom field that is defined: team, region, parts, paid, or null',
        received: 'string "red"',
      },
    ]);
    const [error] = readGivenFields([], { 'a/b~\ud800': 1 }).errors;
    expect(error?.pointer).toBe('/custom_fields/a~1b~0�');
    expect(error?.expected).toBe('no value, as no custom fields are defined, or null');
  });

  it('may clear a field that is no longer defined, and nothing that never could be one', () => {
    const given = JSON.parse('{"gone":null,"not a name":null,"__proto__":null}');
    expect(readGivenFields([], given)).toEqual({ values: { gone: null }, errors: [] });
  });

  it('are not found in what every object has', () => {
    expect(readGivenFields(definitions, { constructor: 'x', toString: 'y' }).errors).toHaveLength(
      2,
    );
    expect(readGivenFields(definitions, { constructor: null }).values).toEqual({});
  });
});

describe('a definition', () => {
  it('of a select needs options that differ; the others have none', () => {
    expect(pointersOf({ kind: 'single_select' })).toEqual(['/options']);
    expect(pointersOf({ kind: 'text', options: ['a'] })).toEqual(['/options']);
    expect(pointersOf({ kind: 'checkbox', options: ['a'] })).toEqual(['/options']);
    const options = ['a', 'b', ' a '];
    expect(pointersOf({ kind: 'multi_select', options })).toEqual(['/options/2']);
    const numbers = Array.from({ length: MAX_OPTIONS + 1 }, (_, number) => `${number}`);
    expect(pointersOf({ kind: 'multi_select', options: numbers })).toEqual(['/options']);
    expect(pointersOf({ kind: 'multi_select', options: numbers.slice(1) })).toEqual([]);
  });

  it('has a default that the field could hold, or none', () => {
    expect(pointersOf({ kind: 'checkbox', defaultValue: 'yes' })).toEqual(['/default_value']);
    expect(pointersOf({ ...region, defaultValue: 'mars' })).toEqual(['/default_value']);
    expect(settleField({ ...parts, defaultValue: ['web', 'api'] })).toMatchObject({
      ok: true,
      field: { defaultValue: ['api', 'web'] },
    });
    expect(pointersOf({ ...region, defaultValue: null })).toEqual([]);
    expect(pointersOf({ name: 'a-b' })).toEqual(['/name']);
  });

  it('gives its default to new incidents, also when it is false or empty', () => {
    const off = { ...paid, defaultValue: false };
    const empty = { ...parts, defaultValue: [] };
    expect(defaultsOf([field(), off, empty, region])).toEqual({ paid: false, parts: [] });
  });
});

const anyName = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,9}$/),
  fc.constantFrom('team', 'region', 'parts', 'paid', '__proto__', 'constructor', 'toString'),
  fc.string({ unit: 'binary' }),
);
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('eu', 'us', true, null),
  fc.array(fc.constantFrom('db', 'api', 'web', 'no')),
);
const anyGiven = fc
  .array(fc.tuple(anyName, anyValue), { maxLength: 8 })
  .map((entries) => Object.fromEntries(entries));

describe('whatever is given', () => {
  const definitions = [field(), region, parts, paid];

  it('is stored as it would be stored again, or is named in an error', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const { values, errors } = readGivenFields(definitions, given);
        const impossible = Object.keys(given).filter(
          (name) => given[name] === null && !isFieldName(name),
        );
        const counted = Object.keys(values).length + errors.length + impossible.length;
        expect(counted).toBe(Object.keys(given).length);
        expect(readGivenFields(definitions, values)).toEqual({ values, errors: [] });
        for (const name of Object.keys(values)) expect(isFieldName(name)).toBe(true);
      }),
    );
  });

  it('holds no text that cannot be stored, neither in values nor in errors', () => {
    const storableText = (text: string) => text.isWellFormed() && !text.includes('\0');
    fc.assert(
      fc.property(anyGiven, (given) => {
        const { values, errors } = readGivenFields(definitions, given);
        const texts = [...Object.values(values), ...errors.flatMap(Object.values)].flat();
        for (const text of texts) {
          if (typeof text === 'string') expect(storableText(text)).toBe(true);
        }
      }),
    );
  });

  it('is told in few words, however much it is', () => {
    const long = fc.integer({ min: 0, max: 9_000 }).map((length) => 'x'.repeat(length));
    fc.assert(
      fc.property(long, (text) => {
        const reading = readField(field(), text);
        expect(reading.ok).toBe(text.length <= MAX_TEXT_LENGTH);
        const { errors } = readGivenFields([region], { region: text, [text]: text });
        for (const { pointer, expected, received } of errors) {
          expect(pointer.length).toBeLessThanOrEqual(200);
          expect(expected.length).toBeLessThanOrEqual(600);
          expect(received.length).toBeLessThanOrEqual(120);
        }
      }),
    );
  });
});

describe('whatever is defined', () => {
  const anyOptions = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 22 });
  const anyDefinition = fc
    .tuple(anyName, fc.constantFrom(...FIELD_KINDS), anyOptions, fc.boolean(), anyValue, fc.nat())
    .map(([name, kind, options, fitting, value, choice]) => {
      const option = options[choice % Math.max(options.length, 1)] ?? null;
      const defaults = { text: 'x', single_select: option, multi_select: [option], checkbox: true };
      const isSelect = kind === 'single_select' || kind === 'multi_select';
      return field({
        name: fitting ? 'team' : name,
        kind,
        options: fitting && !isSelect ? [] : options,
        defaultValue: fitting ? defaults[kind] : value,
      });
    });

  it('is refused, or settles once and gives a default it accepts', () => {
    let settledOnes = 0;
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        const settled = settleField(definition);
        if (!settled.ok) {
          expect(settled.errors.length).toBeGreaterThan(0);
          return;
        }
        settledOnes++;
        const { field: kept } = settled;
        expect(settleField(kept)).toEqual(settled);
        expect(isFieldName(kept.name)).toBe(true);
        expect(new Set(kept.options).size).toBe(kept.options.length);
        const defaults = defaultsOf([kept]);
        expect(readGivenFields([kept], defaults)).toEqual({ values: defaults, errors: [] });
      }),
    );
    expect(settledOnes).toBeGreaterThan(10);
  });
});
