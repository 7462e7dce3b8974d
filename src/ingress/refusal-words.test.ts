import { expect, test } from 'vitest';
import { refusalWords } from './refusal-words.ts';

const missing = { pointer: '/alerts/0/title', expected: 'a text', received: 'nothing' };

test('every field is named, with a mark between them', () => {
  const errors = [missing, { ...missing, pointer: '/alerts/0/severity' }];
  expect(refusalWords({ message: 'It does not fit.', errors })).toBe(
    'It does not fit. /alerts/0/title: expected a text, got nothing; ' +
      '/alerts/0/severity: expected a text, got nothing',
  );
});

test('what is about the whole body needs no name, and is not said twice', () => {
  const whole = { pointer: '', expected: 'an object', received: 'a list' };
  expect(refusalWords({ message: 'It does not fit.', errors: [whole] })).toBe(
    'It does not fit. expected an object, got a list',
  );
  const message = "The body is not valid JSON: ',' was expected, not the end of the body.";
  const errors = [{ pointer: '', expected: "','", received: 'the end of the body' }];
  expect(refusalWords({ message, errors })).toBe(message);
  expect(refusalWords({ message: 'No.', errors: [] })).toBe('No.');
});
