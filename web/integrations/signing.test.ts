import { expect, test } from 'vitest';
import { admissionWords, takesSecret } from './signing.ts';

test('a format that its vendor signs has no secret to add, the others have', () => {
  expect(takesSecret('none')).toBe(false);
  expect(takesSecret('key')).toBe(false);
  expect(takesSecret('secret')).toBe(true);
  expect(takesSecret('api_key')).toBe(true);
  expect(takesSecret(undefined)).toBe(false);
});

test.each([
  ['secret', { signature: 'required' }, true, 'Every request must be signed'],
  ['secret', { signature: 'required', accept_api_key: true }, true, 'An API key or a signature'],
  ['secret', { signature: 'off', accept_api_key: true }, true, 'Not asked for'],
  ['secret', {}, true, 'Every request must be signed'],
  ['none', { signature: 'required' }, false, 'certificate of its vendor; there is no secret'],
  ['none', { signature: 'optional' }, false, 'Messages may be signed by their vendor'],
  ['none', { accept_api_key: true }, false, 'An API key or a signature of the vendor'],
  ['api_key', { accept_api_key: true }, false, 'An API key is needed'],
  ['api_key', { accept_api_key: true }, true, 'An API key or a signature is needed'],
  ['key', { signature: 'required' }, false, 'whoever knows the integration’s key'],
  ['api_key', { signature: 'optional' }, true, 'Requests may be signed'],
] as const)('%s with %j, secret %s: %s', (credential, settings, hasSecret, words) => {
  expect(admissionWords(credential, settings, hasSecret)).toContain(words);
});
