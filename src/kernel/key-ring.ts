import { hash } from 'node:crypto';
import { hmacSha256 } from './hashing.ts';

/** The hub's secret keys, 32 bytes each. */
export type SecretKeys = readonly [Buffer, ...Buffer[]];

/**
 * The secret keys of this moment: the first one seals and signs, all of them open and verify. The
 * list is replaced, never changed, when a key is rotated while the hub runs.
 */
export interface KeyRing {
  readonly keys: () => SecretKeys;
}

/** A ring that never changes. */
export function fixedKeys(...keys: SecretKeys): KeyRing {
  return { keys: () => keys };
}

/** Which key it is, without giving it away: 8 hex digits of its SHA-256. */
export function keyIdOf(key: Buffer): string {
  return hash('sha256', key, 'hex').slice(0, 8);
}

/** What is made of the keys, made anew only when they are replaced. */
export function madeOfKeys<T>(ring: KeyRing, make: (keys: SecretKeys) => T): () => T {
  let from: SecretKeys | undefined;
  let made: T | undefined;
  return () => {
    const keys = ring.keys();
    if (from !== keys || made === undefined) {
      made = make(keys);
      from = keys;
    }
    return made;
  };
}

/** A key of one purpose for each of the hub's own, in their order. */
export function keysFor(ring: KeyRing, purpose: string): () => SecretKeys {
  return madeOfKeys(ring, ([first, ...others]) => {
    const derive = (key: Buffer) => hmacSha256(key, purpose);
    return [derive(first), ...others.map(derive)] as const;
  });
}
