import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { addressGroup } from '../ingress/address-group.ts';
import { digestsEqual, hmacSha256 } from '../kernel/hashing.ts';
import { type KeyRing, keysFor } from '../kernel/key-ring.ts';
import { type Clock, DAY, SECOND } from '../kernel/time.ts';
import type { SnapshotFace } from '../status-page/snapshot-bundle.ts';
import { createPasswordHashing } from '../tenants/password-hashing.ts';

/** How long who has entered may stay. */
const STAY = 7 * DAY;
/** Wrong passwords of an address for one hub within five minutes. */
const ATTEMPTS = 10;
const WINDOW_SECONDS = 300;

/** What came of a password: a cookie's value, or why not. */
export type EntryResult =
  | { readonly kind: 'entered'; readonly cookie: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too_many'; readonly retryAfter: number };

/** The door of private hubs. Works without a database. */
export interface StatusEntry {
  /** Whether the request's cookie was given for this hub's present password, and still holds. */
  readonly hasEntered: (request: IncomingMessage, face: SnapshotFace) => boolean;
  /** Tries a password; 503 Problem when too many are being tried at once. */
  readonly enter: (face: SnapshotFace, password: string, ip: string) => Promise<EntryResult>;
}

/** A door whose cookies are signed under a key made from the hub's own, as long as that is kept. */
export function createStatusEntry(ring: KeyRing, clock: Clock): StatusEntry {
  const keys = keysFor(ring, 'visitors of private status pages, 1');
  const hashing = createPasswordHashing();
  const attempts = new RateLimiterMemory({ points: ATTEMPTS, duration: WINDOW_SECONDS });
  // The password's hash is signed with it: another password signs everybody out.
  const macOf = (key: Buffer, { tenantId, hubId, password }: SnapshotFace, until: string) =>
    hmacSha256(key, JSON.stringify([tenantId, hubId, password, until]));
  return {
    hasEntered: (request, face) => {
      const [until = '', mac = ''] = cookieOf(request, cookieName(face))?.split('.') ?? [];
      if (!/^[0-9a-z]{1,10}$/.test(until)) return false;
      if (Number.parseInt(until, 36) * SECOND <= clock()) return false;
      const given = Buffer.from(mac, 'base64url');
      return keys().some((key) => digestsEqual(given, macOf(key, face, until)));
    },
    enter: async (face, password, ip) => {
      const wait = await count(attempts, `${face.hubId} ${addressGroup(ip)}`);
      if (wait !== null) return { kind: 'too_many', retryAfter: wait };
      const hash = face.password;
      if (hash === null || !(await hashing.verify({ hash, password }))) return { kind: 'wrong' };
      const until = Math.floor((clock() + STAY) / SECOND).toString(36);
      const value = `${until}.${macOf(keys()[0], face, until).toString('base64url')}`;
      return { kind: 'entered', cookie: `${cookieName(face)}=${value}; Max-Age=${STAY / SECOND}` };
    },
  };
}

/** Several private hubs are below one host: each has a cookie of its own. */
const cookieName = ({ hubId }: SnapshotFace) => `tocsin_${hubId}`;

/** Seconds to wait; null: it may be tried. */
async function count(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (result) {
    if (!(result instanceof RateLimiterRes)) throw result;
    return Math.max(1, Math.ceil(result.msBeforeNext / SECOND));
  }
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
