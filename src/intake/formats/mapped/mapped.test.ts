import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../format.ts';
import { evaluate } from './evaluate.ts';
import { compileField } from './expression.ts';
import { mappingErrors } from './mapping.ts';

function run(mapping: Mapping, body: unknown) {
  const { items, reason } = evaluate(mapping, body);
  return { reason, fields: items.map(({ fields }) => Object.fromEntries(fields)) };
}

describe('an expression of a mapping', () => {
  it.each([
    ['body.a.b', { scans: false, usesBody: true, mixes: false }],
    ['body.a == "x" ? "y" : "z"', { scans: false, usesBody: true, mixes: false }],
    ['item.a == item.b ? "y" : "z"', { scans: true, usesBody: false, mixes: false }],
    ['item.l.map(x, x.name)[0]', { scans: true, usesBody: false, mixes: false }],
    ['item.l.exists(x, x == body.y) ? "y" : ""', { scans: true, usesBody: true, mixes: true }],
    ['cel.bind(x, body.a, x + x)', { scans: true, usesBody: true, mixes: false }],
  ])('tells what it costs: %s', (text, traits) => {
    expect(compileField(text)).toMatchObject({ ok: true, traits });
  });

  it.each([
    ['body.l.map(x, body.l.map(y, y))[0]', 'cannot stand inside another'],
    [Array(160).fill('body.a').join(' + '), 'Exceeded'],
    ['process.exit(1)', 'Unknown variable: process'],
    ['this.constructor', 'Unknown variable: this'],
    ['', 'Unexpected token'],
  ])('is refused when it is not sound: %.40s', (title, error) => {
    const [fault] = mappingErrors({ title });
    expect(fault?.pointer).toBe('/settings/mapping/title');
    expect(fault?.received).toContain(error);
  });
});

describe('evaluating a mapping', () => {
  it('gives every value in JSON’s kinds', () => {
    const title = (text: string, body: unknown = {}) =>
      run({ title: text }, body).fields[0]?.title?.value;
    expect(title('1 + 1')).toBe(2);
    expect(title('[1, 2]')).toEqual([1, 2]);
    expect(title('timestamp("2024-01-15T10:30:00Z")')).toBe('2024-01-15T10:30:00.000Z');
    expect(title('body.?a', { a: { b: 1 } })).toEqual({ b: 1 });
    expect(title('body', { a: 1.5, b: [null] })).toEqual({ a: 1.5, b: [null] });
  });

  it('says of every empty field why it is', () => {
    const mapping = { title: 'body.a', source: 'body.b', service: 'body.?c', link: 'body.d.e' };
    const [fields] = run(mapping, { a: '', b: null }).fields;
    expect(fields?.title?.reason).toBe('It is an empty text.');
    expect(fields?.source?.reason).toBe('It is null.');
    expect(fields?.service?.reason).toBe('What may be missing is missing.');
    expect(fields?.link?.reason).toBe('No such key: d');
  });

  it('keeps of each alert what was sent for it', () => {
    const body = { l: [{ n: 1, big: 'x'.repeat(20_000) }] };
    const { items } = evaluate({ alerts: 'body.l', title: 'string(item.n)' }, body);
    expect(items[0]?.raw).toBe(body.l[0]);
  });

  it('is done in a moment for the largest body, or refused before it runs', () => {
    const list = Array.from({ length: 60_000 }, (_, at) => ({ n: `name ${at}` }));
    const body = { list, text: 'a'.repeat(300_000) };
    const costly = 'body.list.filter(x, x.n.matches("(a+)+b") || body.text.contains(x.n))[0].n';
    expect(() => evaluate({ title: costly }, body)).toThrow('takes too long');
    expect(() => evaluate({ title: 'body == body ? "a" : "b"' }, body)).not.toThrow();
    const labels = Object.fromEntries(
      Array.from({ length: 32 }, (_, at) => [`l${at}`, 'body.list.map(x, x.n).join(",") + "x"']),
    );
    expect(() => evaluate({ title: '"x"', labels }, body)).toThrow('takes too long');
  });
});
