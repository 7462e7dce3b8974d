import { expect, it } from 'vitest';
import { bodyExcerpt, redactHeaders } from './redaction.ts';

it('cuts credentials out of headers, and all but the start of signatures', () => {
  const digest = '0123456789abcdef'.repeat(4);
  expect(
    redactHeaders({
      'content-type': 'application/json',
      authorization: 'Bearer tcs_secret',
      'proxy-authorization': 'Basic dTpw',
      'x-api-key': 'cflo_secret',
      cookie: 'session=secret',
      'x-auth-token': 'secret',
      'x-regen-signature': `sha256=${digest}`,
      'x-webhook-signature': digest,
      'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
      'x-missing': undefined,
      'x-list': ['a', 'b'],
    }),
  ).toEqual({
    'content-type': 'application/json',
    authorization: 'Bearer [redacted]',
    'proxy-authorization': '[redacted]',
    'x-api-key': '[redacted]',
    cookie: '[redacted]',
    'x-auth-token': '[redacted]',
    'x-regen-signature': 'sha256=01234567…',
    'x-webhook-signature': '01234567…',
    'webhook-signature': 'v1,K5oZfzN9…',
    'x-list': 'a,b',
  });
});

it('keeps no secret that is the whole of the authorization header', () => {
  expect(redactHeaders({ authorization: 'tcs_secret' })).toEqual({ authorization: '[redacted]' });
});

it('bounds headers in number and length', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`h${index}`, 'v']));
  expect(Object.keys(redactHeaders(many))).toHaveLength(64);
  expect(redactHeaders({ a: 'x'.repeat(5_000) }).a).toHaveLength(512);
});

it('keeps the first 16 KiB of a body as text that can be stored', () => {
  expect(bodyExcerpt(Buffer.from('{"a":"ü"}'))).toBe('{"a":"ü"}');
  expect(bodyExcerpt(Buffer.from('a\0b'))).toBe('a\uFFFDb');
  for (const body of [
    Buffer.alloc(50_000, 0xff),
    Buffer.alloc(50_000),
    Buffer.from('€'.repeat(9_000)),
  ]) {
    const excerpt = bodyExcerpt(body);
    expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(16_384);
    expect(excerpt).not.toContain('\0');
  }
});
