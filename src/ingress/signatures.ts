import { digestsEqual, hmacSha256 } from '../kernel/hashing.ts';
import type { Instant } from '../kernel/time.ts';
import { MINUTE, SECOND } from '../kernel/time.ts';

/** How a sender signs, as data: HMAC-SHA256 over the raw body, in hex (intake/format `FormatAuth`). */
export type SignatureScheme =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'hmac';
      /** Accepted header names, lower case; the first that is present counts. */
      readonly headers: readonly string[];
      /** `sha256=` before the digest: demanded, tolerated or unknown. `v1`: a list of `v1=`. */
      readonly prefix: 'required' | 'optional' | 'none' | 'v1';
      /** Names of headers whose seconds are signed before the body. */
      readonly timestamp?: RegExp;
    };

/** `stale`: rightly signed, but more than five minutes away from our clock. */
export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'invalid' | 'stale';

/** Header names in lower case, as node:http gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

// Senders without a secret, and unknown tenants, are checked against this key: the answer takes
// as long and reads the same as for a wrong signature.
const DUMMY_KEY = 'no secret is configured';

type HmacScheme = Extract<SignatureScheme, { readonly kind: 'hmac' }>;

const DIGEST: Readonly<Record<HmacScheme['prefix'], RegExp>> = {
  required: /^sha256=([0-9a-f]{64})$/i,
  optional: /^(?:sha256=)?([0-9a-f]{64})$/i,
  none: /^([0-9a-f]{64})$/i,
  v1: /^\s*v1=([0-9a-f]{64})\s*$/i,
};

/** A list longer than any rotation makes is not read to its end. */
const MAX_DIGESTS = 8;

/**
 * Checks a signature over the exact bytes of the body against every active secret (contracts,
 * "Common to all intake"). `missing`: no such header, or the scheme has none; `malformed`: not 64
 * hex digits with the scheme's prefix, or a timestamp that is none. Without secrets the answer is
 * never `valid`.
 */
export function verifySignature(
  scheme: SignatureScheme,
  headers: RequestHeaders,
  rawBody: Buffer,
  secrets: readonly string[],
  now: Instant,
): SignatureVerdict {
  if (scheme.kind === 'none') return 'missing';
  const name = scheme.headers.find((header) => headers[header] !== undefined);
  if (name === undefined) return 'missing';
  const given = digestsIn(String(headers[name]), scheme.prefix);
  const seconds = secondsIn(headers, scheme.timestamp);
  if (given.length === 0 || seconds === 'malformed') return 'malformed';
  if (seconds === undefined) return anyMatches(given, rawBody, secrets) ? 'valid' : 'invalid';
  const signed = Buffer.concat([Buffer.from(`${seconds}:`), rawBody]);
  if (!anyMatches(given, signed, secrets)) return 'invalid';
  return isStale(seconds, now) ? 'stale' : 'valid';
}

/** A header's value as a sender of the scheme writes it, from the digest in hex. */
export function signatureValue(prefix: HmacScheme['prefix'], digest: string): string {
  if (prefix === 'none') return digest;
  return prefix === 'v1' ? `v1=${digest}` : `sha256=${digest}`;
}

/** Other versions in a list are skipped. */
function digestsIn(value: string, prefix: HmacScheme['prefix']): readonly Buffer[] {
  const parts = prefix === 'v1' ? value.split(',', MAX_DIGESTS) : [value];
  return parts
    .flatMap((part) => DIGEST[prefix].exec(part)?.[1] ?? [])
    .map((digest) => Buffer.from(digest, 'hex'));
}

/** The seconds that were signed with the body, as they were written. */
function secondsIn(
  headers: RequestHeaders,
  names: RegExp | undefined,
): string | 'malformed' | undefined {
  const name = names && Object.keys(headers).find((header) => names.test(header));
  if (name === undefined) return undefined;
  const seconds = String(headers[name]);
  return SECONDS.test(seconds) ? seconds : 'malformed';
}

/** Whether one of the digests is the body's under one of the keys. No early exit. */
function anyMatches(
  given: readonly Buffer[],
  signed: Buffer,
  keys: readonly (string | Buffer)[],
): boolean {
  // An empty key is one that everybody knows.
  const usable = keys.filter((key) => key.length > 0);
  let matches = false;
  for (const key of usable.length > 0 ? usable : [DUMMY_KEY]) {
    const expected = hmacSha256(key, signed);
    for (const digest of given) if (digestsEqual(digest, expected)) matches = true;
  }
  return matches && usable.length > 0;
}

const TOLERANCE = 5 * MINUTE;
const SECONDS = /^\d{1,12}$/;

function isStale(seconds: string, now: Instant): boolean {
  return Math.abs(Number(seconds) * SECOND - now) > TOLERANCE;
}

const STANDARD_SIGNATURE = /^v1,([A-Za-z0-9+/]{43}=)$/;

/**
 * Checks the headers `webhook-id`, `webhook-timestamp` (Unix seconds) and `webhook-signature`
 * (space-separated, `v1,` and base64) of the Standard Webhooks specification. Other versions in
 * the list are skipped. Secrets start with `whsec_` (base64 follows) or are taken as they are.
 */
export function verifyStandardWebhook(
  headers: RequestHeaders,
  rawBody: Buffer,
  secrets: readonly string[],
  now: Instant,
): SignatureVerdict {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const list = headers['webhook-signature'];
  if (id === undefined || timestamp === undefined || list === undefined) return 'missing';
  const given = String(list)
    .split(' ')
    .flatMap((part) => STANDARD_SIGNATURE.exec(part)?.[1] ?? [])
    .map((digest) => Buffer.from(digest, 'base64'));
  if (given.length === 0 || !SECONDS.test(String(timestamp))) return 'malformed';
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), rawBody]);
  if (!anyMatches(given, signed, secrets.map(standardKey))) return 'invalid';
  return isStale(String(timestamp), now) ? 'stale' : 'valid';
}

function standardKey(secret: string): string | Buffer {
  const prefix = 'whsec_';
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : secret;
}
