import { digestsEqual, hmacSha256 } from '../kernel/hashing.ts';
import type { AuthSecrets } from './auth-options.ts';

const OURS = /^(__Secure-|__Host-)?tocsin\./;

/**
 * The same headers, with session cookies that were signed under one of the other secrets signed
 * under the first: better-auth verifies under that alone. What nobody signed stays as it is.
 */
export function resignCookies(headers: Headers, secrets: AuthSecrets): Headers {
  const cookie = headers.get('cookie');
  if (cookie === null || secrets.length === 1) return headers;
  const pairs = cookie.split(/;\s*/).map((pair) => resign(pair, secrets));
  const signed = new Headers(headers);
  signed.set('cookie', pairs.join('; '));
  return signed;
}

function resign(pair: string, [current, ...others]: AuthSecrets): string {
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  const text = OURS.test(name) ? decoded(pair.slice(at + 1)) : undefined;
  const end = text?.lastIndexOf('.') ?? -1;
  if (text === undefined || end < 0) return pair;
  const value = text.slice(0, end);
  const given = Buffer.from(text.slice(end + 1), 'base64');
  const wasOurs = others.some((secret) => digestsEqual(given, hmacSha256(secret.value, value)));
  if (!wasOurs) return pair;
  const signature = hmacSha256(current.value, value).toString('base64');
  return `${name}=${encodeURIComponent(`${value}.${signature}`)}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
