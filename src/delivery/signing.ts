import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type Instant, SECOND } from '../kernel/time.ts';

/** The headers of Standard Webhooks 1.0.0. */
export type SignatureHeaders = Record<
  'webhook-id' | 'webhook-timestamp' | 'webhook-signature',
  string
>;

const PREFIX = 'whsec_';
const NEW_BYTES = 32;
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;

/**
 * Signs one attempt (Standard Webhooks 1.0.0, `v1`): HMAC-SHA256 over id, Unix seconds and the
 * exact bytes of the body, once with each active secret, so that receivers may change to the new
 * one while the old one still holds. `id` contains no dot, `at` is the time of the attempt, a text
 * body is sent as UTF-8. Secrets are those that {@link webhookSecretFault} finds nothing wrong with.
 */
export function signatureHeaders(
  secrets: readonly string[],
  id: string,
  at: Instant,
  body: string | Buffer,
): SignatureHeaders {
  const timestamp = String(Math.floor(at / SECOND));
  const head = `${id}.${timestamp}.`;
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', keyOf(secret)).update(head).update(body);
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

// Preparing the key costs four times as much as the signature: a KeyObject is kept for each secret.
const keys = new Map<string, KeyObject>();
const MAX_KEYS = 1_000;

function keyOf(secret: string): KeyObject {
  const known = keys.get(secret);
  if (known) return known;
  const key = createSecretKey(bytesOf(secret));
  if (keys.size >= MAX_KEYS) keys.clear();
  keys.set(secret, key);
  return key;
}

function bytesOf(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

/** A new secret: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(NEW_BYTES).toString('base64');
}

const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * What a secret that somebody chose has to be, when it is not; else null. The sentence does not
 * repeat the secret.
 */
export function webhookSecretFault(text: string): string | null {
  const expected = `${PREFIX} and ${FEWEST_BYTES} to ${MOST_BYTES} bytes in padded base64`;
  if (!SECRET.test(text)) return expected;
  const key = bytesOf(text);
  const fits = key.length >= FEWEST_BYTES && key.length <= MOST_BYTES;
  // Bits behind the last byte would be lost, and another library might refuse them.
  return fits && PREFIX + key.toString('base64') === text ? null : expected;
}
