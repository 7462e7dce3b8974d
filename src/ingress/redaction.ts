import { storable, truncate } from '../kernel/text.ts';
import type { RequestHeaders } from './signatures.ts';

const MAX_HEADERS = 64;
const MAX_VALUE = 512;
const MAX_BODY_BYTES = 16_384;

const SIGNATURE = /signature/;
const SECRET = /authorization|cookie|api-?key|token|secret|password|credential/;

/**
 * Headers as a receipt may keep them (domain, "Money rules", 4): credentials are gone, of
 * signatures the first characters stay, which tell two senders apart and open nothing.
 */
export function redactHeaders(headers: RequestHeaders): Record<string, string> {
  const entries = Object.entries(headers)
    .filter(([, value]) => value !== undefined)
    .slice(0, MAX_HEADERS)
    .map(([name, value]): [string, string] => [
      storable(truncate(name.toLowerCase(), 128)),
      redacted(name.toLowerCase(), storable(String(value))),
    ]);
  return Object.fromEntries(entries);
}

function redacted(name: string, value: string): string {
  if (SIGNATURE.test(name)) return value.replace(/^((?:sha256=|v\d+[,=])?.{0,8}).*$/s, '$1…');
  if (!SECRET.test(name)) return truncate(value, MAX_VALUE);
  // The scheme (Bearer, Basic) is what people get wrong.
  const scheme = /^([A-Za-z]{1,16}) ./.exec(value)?.[1];
  return name === 'authorization' && scheme !== undefined ? `${scheme} [redacted]` : '[redacted]';
}

/** The first 16 KiB of a body as text that can be stored. */
export function bodyExcerpt(body: Buffer): string {
  const text = storable(body.subarray(0, MAX_BODY_BYTES).toString('utf8'));
  // Replacement characters are longer than the bytes they stand for.
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_BODY_BYTES) return text;
  return bytes
    .subarray(0, MAX_BODY_BYTES)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}
