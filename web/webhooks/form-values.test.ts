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
      ca: null,
      timeout_ms: null,
      order: null,
      max_in_flight: null,
      retry: null,
    });
  });

  test('reads what is set apart from the preset', () => {
    const set = {
      timeoutMs: '2500',
      order: 'latest',
      maxAttempts: ' 3 ',
      delays: '5, 60,',
    } as const;
    expect(bodyOf({ ...typed, ...set })).toMatchObject({
      timeout_ms: 2_500,
      order: 'latest',
      max_in_flight: null,
      retry: { max_attempts: 3, delays_s: [5, 60] },
    });
  });

  test('reads a header a line, with colons in values', () => {
    const { headers } = bodyOf({ ...typed, headers: 'X-Token: a:b\n\nX-Other:  …' });
    expect(headers).toEqual({ 'X-Token': 'a:b', 'X-Other': '…' });
  });

  test.each([
    ['headers', 'no colon here'],
    ['template', '{"text": '],
    ['timeout_ms', 'soon', 'timeoutMs'],
    ['retry/delays_s', '5, often', 'delays'],
  ])('says which field cannot be read: %s', (field, text, name = field) => {
    const failing = () => bodyOf({ ...typed, [name]: text });
    expect(failing).toThrow(Failure);
    try {
      failing();
    } catch (error) {
      expect((error as Failure).field(field)).toMatch(/^Expected /);
    }
  });
});
