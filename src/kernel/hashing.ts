import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** SHA-256 as 32 bytes. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** HMAC-SHA256 of the exact bytes, 32 bytes. */
export function hmacSha256(key: string | Buffer, bytes: Buffer | string): Buffer {
  return createHmac('sha256', key).update(bytes).digest();
}

/** Constant-time comparison of two digests; `false` for different lengths. */
export function digestsEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * 26 Crockford base-32 characters (130 bits) that stand for the given parts: the same parts give
 * the same name on every replica. Parts are length-prefixed, so ("a","bc") differs from ("ab","c").
 */
export function nameOf(...parts: readonly string[]): string {
  let framed = '';
  for (const part of parts) framed += `${part.length}:${part}`;
  const digest = sha256(framed);
  let name = '';
  let bits = 0;
  let value = 0;
  for (let index = 0; name.length < 26; index++) {
    value = (value << 8) | (digest[index] ?? 0);
    bits += 8;
    while (bits >= 5 && name.length < 26) {
      bits -= 5;
      name += BASE32[(value >> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return name;
}
