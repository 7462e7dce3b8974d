import { expect, test } from 'vitest';
import { hmacSha256 } from '../kernel/hashing.ts';
import type { AuthSecrets } from './auth-options.ts';
import { resignCookies } from './resign-cookies.ts';

const NEW = { version: 2, value: 'the secret of now' };
const OLD = { version: 1, value: 'the secret of before' };
const BOTH: AuthSecrets = [NEW, OLD];

const signed = (value: string, secret: string) =>
  encodeURIComponent(`${value}.${hmacSha256(secret, value).toString('base64')}`);

const cookieAfter = (cookie: string, secrets = BOTH) =>
  resignCookies(new Headers({ cookie, 'user-agent': 'a browser' }), secrets).get('cookie');

test('a cookie that was signed under another secret is signed under the first', () => {
  const name = '__Secure-tocsin.session_token';
  expect(cookieAfter(`${name}=${signed('abc.def', OLD.value)}; theme=dark`)).toBe(
    `${name}=${signed('abc.def', NEW.value)}; theme=dark`,
  );
});

test.each([
  ['under the first secret', `tocsin.session_token=${signed('abc', NEW.value)}`],
  ['under a secret of somebody else', `tocsin.session_token=${signed('abc', 'theirs')}`],
  ['by nobody', 'tocsin.session_token=abc'],
  ['for another program', `other.session_token=${signed('abc', OLD.value)}`],
  ['and cannot be decoded', 'tocsin.session_token=%E0%A4%A'],
  ['and has no value', 'tocsin.session_token'],
])('a cookie that was signed %s stays as it is', (_how, cookie) => {
  expect(cookieAfter(cookie)).toBe(cookie);
});

test('with one secret nothing is looked at', () => {
  const cookie = `tocsin.session_token=${signed('abc', OLD.value)}`;
  expect(cookieAfter(cookie, [NEW])).toBe(cookie);
});
