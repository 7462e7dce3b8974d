import { expect, test } from 'vitest';
import { fixedKeys, keyIdOf, keysFor, madeOfKeys, type SecretKeys } from './key-ring.ts';

const [ONE, TWO] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)] as const;

test('what is made of the keys is made once, and anew when they are replaced', () => {
  let keys: SecretKeys = [ONE];
  const made = madeOfKeys({ keys: () => keys }, (all) => ({ ids: all.map(keyIdOf) }));
  const first = made();
  expect(made()).toBe(first);
  keys = [TWO, ONE];
  expect(made()).toEqual({ ids: [keyIdOf(TWO), keyIdOf(ONE)] });
});

test('a purpose has a key of its own for each of the hub’s, in their order', () => {
  const links = keysFor(fixedKeys(TWO, ONE), 'links')();
  expect(links).toEqual([
    keysFor(fixedKeys(TWO), 'links')()[0],
    keysFor(fixedKeys(ONE), 'links')()[0],
  ]);
  expect(keysFor(fixedKeys(TWO), 'cookies')()[0]).not.toEqual(links[0]);
});

test('a key’s id says which it is and nothing more', () => {
  expect(keyIdOf(ONE)).toMatch(/^[0-9a-f]{8}$/);
  expect(keyIdOf(ONE)).not.toBe(keyIdOf(TWO));
});
