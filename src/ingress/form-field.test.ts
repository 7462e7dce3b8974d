import { describe, expect, it } from 'vitest';
import { formField, isForm } from './form-field.ts';

const TYPE = 'multipart/form-data; boundary=----x1';

function multipart(...parts: readonly string[]): Buffer {
  return Buffer.from(`${parts.map((part) => `------x1\r\n${part}\r\n`).join('')}------x1--\r\n`);
}

function field(name: string, value: string): string {
  return `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
}

describe('a form', () => {
  it.each([
    ['multipart/form-data; boundary=abc', true],
    ['Multipart/Form-Data; charset=utf-8; boundary="a b"', true],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data', false],
    ['application/json', false],
    ['text/plain; boundary=abc', false],
  ])('is told by its type: %s', (type, expected) => expect(isForm(type)).toBe(expected));

  it('gives the bytes of the field, wherever it stands', () => {
    const body = multipart(field('other', 'no'), field('data', '{"a":"é"}'), field('more', 'x'));
    expect(formField(TYPE, body, 'data').toString()).toBe('{"a":"é"}');
    const quoted = 'multipart/form-data; boundary="----x1"';
    expect(formField(quoted, body, 'data').toString()).toBe('{"a":"é"}');
  });

  it('keeps line ends and marks inside the field', () => {
    const value = '{"a":"1"}\r\n--not-it\r\n';
    expect(formField(TYPE, multipart(field('data', value)), 'data').toString()).toBe(value);
  });

  it('gives the field of an urlencoded body', () => {
    const body = Buffer.from(new URLSearchParams({ a: '1', data: '{"b":"+ &é"}' }).toString());
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    expect(formField(type, body, 'data').toString()).toBe('{"b":"+ &é"}');
  });

  it.each([
    ['no such field', multipart(field('other', 'no'))],
    ['a name that only ends alike', multipart(field('metadata', 'no'))],
    [
      'a file of that name inside a name',
      multipart('Content-Disposition: form-data; filename="data"\r\n\r\nx'),
    ],
    ['a part without an end', Buffer.from(`------x1\r\n${field('data', '{}')}`)],
    ['a part without a head', multipart('data')],
    ['nothing', Buffer.alloc(0)],
    ['only marks', Buffer.from('------x1'.repeat(1_000))],
  ])('without the field is refused: %s', (_, body) => {
    expect(() => formField(TYPE, body, 'data')).toThrow("The form has no field named 'data'.");
  });
});
