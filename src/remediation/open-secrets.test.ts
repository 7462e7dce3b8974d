import { expect, test } from 'vitest';
import { withoutSecrets } from './open-secrets.ts';

test.each([
  ['You are Bearer abcdef123.', ['Bearer abcdef123'], 'You are (secret).'],
  ['token=abcdef123; again abcdef123', ['Bearer abcdef123'], 'token=(secret); again (secret)'],
  ['short ones are words: on', ['on'], 'short ones are words: on'],
  ['longer-one longer', ['longer', 'longer-one'], '(secret) (secret)'],
  ['nothing to hide', [], 'nothing to hide'],
])('a kept answer has no secret in it: %s', (text, hidden, shown) => {
  expect(withoutSecrets(text, hidden)).toBe(shown);
});
