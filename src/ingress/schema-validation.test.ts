import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { compileSchema, MAX_ERRORS } from './schema-validation.ts';

const item = Type.Object({
  name: Type.String({ minLength: 1 }),
  kind: Type.Optional(Type.Enum(['a', 'b'], { default: 'a' })),
  state: Type.Optional(Type.Union([Type.Literal('on'), Type.Literal('off')])),
  size: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  at: Type.Optional(Type.String({ format: 'date-time' })),
  tags: Type.Optional(
    Type.Unsafe<Record<string, string>>({
      type: 'object',
      propertyNames: { maxLength: 3 },
      additionalProperties: { type: 'string' },
    }),
  ),
});
const many = Type.Object({ items: Type.Array(item, { minItems: 1, maxItems: 10_000 }) });
const one = Type.Object({ ...item.properties, items: Type.Optional(Type.Never()) });
const check = compileSchema(Type.Union([many, one]));
const faults = (payload: unknown) => check(payload)?.map((error) => Object.values(error)) ?? null;

it('says nothing about what is in order, and changes nothing in it', () => {
  const payload = { name: 'x', unknown: 1 };
  expect(check(payload)).toBeNull();
  expect(payload).toEqual({ name: 'x', unknown: 1 });
  expect(check({ items: [payload] })).toBeNull();
});

it('coerces nothing', () => {
  expect(faults({ name: 5 })).toEqual([['/name', 'a string of at least 1 character', 'integer 5']]);
  expect(faults({ items: { name: 'x' } })).toEqual([
    ['/items', 'an array of 1 to 10000 items', 'object'],
  ]);
});

describe('the errors of a union are those of the branch that was meant', () => {
  it.each([
    [{ items: [{ name: 'x', kind: 'c' }] }, '/items/0/kind'],
    [{ items: 'x' }, '/items'],
    [{ items: [1], name: 'x' }, '/items/0'],
    [{ kind: 'a' }, '/name'],
    [{ kind: 'c', name: 'x' }, '/kind'],
    [{ items: [], name: 'x' }, '/items'],
  ])('%j', (payload, pointer) => {
    expect(check(payload)?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('or one error where no branch is nearer', () => {
    expect(faults([])).toEqual([['', 'an object', 'array of 0']]);
    expect(faults(null)).toEqual([['', 'an object', 'null']]);
    expect(faults({ name: 'x', state: 'maybe' })).toEqual([
      ['/state', 'one of on, off', 'string "maybe"'],
    ]);
    expect(faults({ name: 'x', size: [] })).toEqual([
      ['/size', 'a string, or a number', 'array of 0'],
    ]);
  });
});

it('names keys that are too long, and escapes them', () => {
  expect(faults({ name: 'x', tags: { 'a/~b': 'v' } })).toEqual([
    ['/tags/a~1~0b', 'a key of at most 3 characters', 'string "a/~b"'],
  ]);
});

it.each([
  ['2024-01-15T10:30:00Z', true],
  ['2024-01-15T10:30:00.123456789+05:30', true],
  ['2024-02-29T00:00:00Z', true],
  ['2023-02-29T00:00:00Z', false],
  ['2024-01-15T10:30:00', false],
  ['2024-01-15', false],
  ['', false],
])('reads times as the rest of the hub does: %s', (at, valid) => {
  expect(check({ name: 'x', at }) === null).toBe(valid);
});

describe('what an error shows of a value', () => {
  it('is its kind and at most 60 characters, without control characters', () => {
    const received = (kind: string) => check({ name: 'x', kind })?.[0]?.received ?? '';
    expect(received('\u0000\ud800')).toBe('string "\uFFFD\uFFFD"');
    expect(received('y'.repeat(10_000))).toBe(`string of 10000 characters "${'y'.repeat(59)}…"`);
  });
});

it('stops at twenty errors', () => {
  const items = Array.from({ length: 50 }, () => ({ name: 1 }));
  expect(check({ items })).toHaveLength(MAX_ERRORS);
});

it('looks for the first fault only in a body with very many values', () => {
  const items = Array.from({ length: 9_000 }, () => ({ name: 1 }));
  const start = performance.now();
  expect(check({ items })?.map((error) => error.pointer)).toEqual(['/items/0/name']);
  expect(performance.now() - start).toBeLessThan(500);
});

it('refuses a schema that is none when it is compiled, not when it is used', () => {
  expect(() => compileSchema(Type.Unsafe({ type: 'text' }))).toThrow();
  expect(() => compileSchema(Type.Unsafe({ type: 'string', maxLenght: 5 }))).toThrow();
});
