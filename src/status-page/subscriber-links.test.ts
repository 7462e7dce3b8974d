import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { fixedKeys } from '../kernel/key-ring.ts';
import { SECOND } from '../kernel/time.ts';
import { CONFIRM_VALIDITY, createSubscriberLinks, type LinkPurpose } from './subscriber-links.ts';

const NOW = Date.UTC(2026, 10, 21, 10);
const links = createSubscriberLinks(fixedKeys(Buffer.alloc(32, 7)));
const hub = { tenantId: 'ten_acme', hubId: 'hub_1' };
const subject = { ...hub, subscriberId: newId('sub'), generation: 3 };
const claim = { subscriberId: subject.subscriberId, generation: 3 };
const PURPOSES: readonly LinkPurpose[] = ['confirm', 'manage', 'unsubscribe'];

test('a token says whose it is', () => {
  for (const purpose of PURPOSES) {
    const token = links.token(purpose, subject, NOW);
    expect(links.read(purpose, hub, token, NOW)).toEqual(claim);
    expect(token).toMatch(/^[\w.-]+$/);
  }
});

test('a token is good for its purpose, hub and tenant alone', () => {
  const token = links.token('manage', subject, NOW);
  expect(links.read('unsubscribe', hub, token, NOW)).toBeUndefined();
  expect(links.read('manage', { ...hub, hubId: 'hub_2' }, token, NOW)).toBeUndefined();
  expect(links.read('manage', { ...hub, tenantId: 'ten_other' }, token, NOW)).toBeUndefined();
  const other = createSubscriberLinks(fixedKeys(Buffer.alloc(32, 8)));
  expect(other.read('manage', hub, token, NOW)).toBeUndefined();
});

test('a token of a key that was replaced is good as long as that is kept', () => {
  const token = links.token('unsubscribe', subject, NOW);
  const [old, fresh] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
  const rotated = createSubscriberLinks(fixedKeys(fresh, old));
  expect(rotated.read('unsubscribe', hub, token, NOW)).toEqual(claim);
  expect(rotated.token('unsubscribe', subject, NOW)).not.toBe(token);
});

test('only a confirmation ends, after seven days', () => {
  const confirm = links.token('confirm', subject, NOW);
  const last = NOW + CONFIRM_VALIDITY - SECOND;
  expect(links.read('confirm', hub, confirm, last)).toEqual(claim);
  expect(links.read('confirm', hub, confirm, NOW + CONFIRM_VALIDITY)).toBeUndefined();
  const manage = links.token('manage', subject, NOW);
  expect(links.read('manage', hub, manage, NOW + 400 * CONFIRM_VALIDITY)).toEqual(claim);
});

test('no change of a token is accepted', () => {
  const token = links.token('confirm', subject, NOW);
  fc.assert(
    fc.property(
      fc.nat(token.length - 1),
      fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzABCDEF.-_'),
      (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        const read = links.read('confirm', hub, changed, NOW);
        // The last character of the signature holds two bits that mean nothing.
        if (changed !== token && at < token.length - 1) expect(read).toBeUndefined();
      },
    ),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(links.read('manage', hub, text, NOW)).toBeUndefined();
    }),
  );
});
