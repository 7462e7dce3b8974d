import { describe, expect, test } from 'vitest';
import { Failure } from '../api/failure.ts';
import { bodyOf, valuesOf } from './form-values.ts';

const typed = { ...valuesOf(null), name: ' Pager ', url: 'https://pager.example/in' };

describe('the form of a webhook', () => {
  test('leaves out what was not typed', () => {
    expect(bodyOf(typed)).toEqual({
      name: 'Pager',
      url: 'https://pager.example/in',
      event_types: '*',
      services: null,
      headers: null,
      template: null,
      preset: 'default',
      verify_tls: true,
    });
  });

  test('reads a header a line, with colons in values', () => {
    const { headers } = bodyOf({ ...typed, headers: 'X-Token: a:b\n\nX-Other:  …' });
    expect(headers).toEqual({ 'X-Token': 'a:b', 'X-Other': '…' });
  });

  test.each([
    ['headers', 'no colon here'],
    ['template', '{"text": '],
  ])('says which field cannot be read: %s', (field, text) => {
    const failing = () => bodyOf({ ...typed, [field]: text });
    expect(failing).toThrow(Failure);
    try {
      failing();
    } catch (error) {
      expect((error as Failure).field(field)).toMatch(/^Expected /);
    }
  });
});
