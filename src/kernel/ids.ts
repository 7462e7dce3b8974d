import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const POOL = Buffer.alloc(4096);
let used = POOL.length;

/** A random number from 0 to 1 of 8 bits, which is all that a character of a ULID takes. */
function pooledRandom(): number {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  return (POOL[used++] ?? 0) / 256;
}

// A bare ulid() costs 24 µs a call, nearly all of it sixteen draws of one random byte. The monotonic
// factory draws once a millisecond, and the pool makes even that cheap.
const nextUlid = monotonicFactory(pooledRandom);

/** Prefixes of our ids, one per kind of object (the table in docs/guides/domain.md). */
export type IdPrefix =
  | 'act' // custom action
  | 'alt' // alert
  | 'asg' // assignment
  | 'aud' // audit entry
  | 'chg' // change: a deploy and the like
  | 'chn' // chat channel
  | 'dlv' // delivery
  | 'evt' // event pushed to other systems
  | 'hub' // status page
  | 'inc' // incident
  | 'int' // integration
  | 'inv' // invitation
  | 'key' // API key
  | 'mnt' // maintenance
  | 'msg' // notification to a person
  | 'ntc' // notice to a status page's subscribers
  | 'prp' // proposal of a recipe
  | 'rcp' // receipt
  | 'req' // request
  | 'rnr' // runner on a host
  | 'rpt' // report on a status page
  | 'rul' // routing rule
  | 'run' // run of a recipe
  | 'sec' // secret
  | 'stp' // step of a run
  | 'sub' // subscriber
  | 'svc' // service
  | 'tpl' // template of a report or maintenance
  | 'upd' // update of a report
  | 'usr' // member
  | 'viw' // saved view
  | 'whk'; // outbound webhook

/** A new id: prefix and lower-case ULID, e.g. `inc_01jd…`; ascending within this process. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${nextUlid().toLowerCase()}`;
}

/** A positive random integer below 2^48: the numeric ids that Flashduty's payloads want. */
export function newNumericId(): number {
  return randomInt(1, 2 ** 48 - 1);
}

/** URL-safe secret with `bytes` of randomness (default 32, i.e. 43 characters). */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
