import { describe, expect, test } from 'vitest';
import { namesSecret, redact } from './redact.ts';

const SECRET = 'hunter2-Tr0ub4dor';

describe('secrets do not leave', () => {
  test.each([
    `password=${SECRET}`,
    `DB_PASSWORD: ${SECRET}`,
    `{"apiKey": "${SECRET}", "ok": true}`,
    `{'client_secret':'${SECRET} with spaces'}`,
    `mysqldump --password ${SECRET} --all`,
    `curl -H "Authorization: Bearer ${SECRET}"`,
    `Authorization: Basic ${btoa(SECRET)}`,
    `postgres://app:${SECRET}@db-1:5432/orders`,
    `redis://:${SECRET}@cache/0`,
    `GET /cb?state=1&access_token=${SECRET}&x=1`,
    `https://bucket.example/a?X-Amz-Signature=${SECRET}`,
    `Cookie: ${SECRET}`,
    `session_id=${SECRET}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN PRIVATE KEY-----\n${SECRET}`,
    `https://hooks.slack.com/services/T000/B000/${SECRET}`,
    `ghp_${SECRET}12345 was refused`,
    `key sk-${SECRET}-abcdef`,
    `tsk_${SECRET}`,
    `AKIA${SECRET.replaceAll('-', '').toUpperCase()}`,
    `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${SECRET}`,
    `login of ${SECRET}@shop.example failed`,
    `blob q8${SECRET.replace('-', '')}XyZ0123456789`,
  ])('%s', (text) => {
    const clean = redact(text);
    expect(clean).toContain('[redacted]');
    expect(clean.toLowerCase()).not.toContain('tr0ub4dor');
    expect(clean).not.toContain(btoa(SECRET));
  });

  test('a long hexadecimal key', () => {
    expect(redact(`seen ${'0a1b2c3d'.repeat(4)}`)).toBe('seen [redacted]');
  });
});

describe('what says where it is stays', () => {
  test.each([
    'No space left on device: /var/lib/postgresql',
    'password authentication failed for user app on db-01.internal:5432',
    'checkout-api-7d9f8b6c5d-x2x9z.shop.svc.cluster.local is down',
    'https://shop.example:8443/cart answered 502 after 3000 ms',
    'payments-reconciliation-worker-7d9f8b6c5d-x2x9z OOMKilled',
    'TokenRefreshErrors above 5 % for 10m on i-0abc123def4567890',
    'Token validation failed; Basic monitoring is on',
    '10.0.3.17, fd00::1 and node_filesystem_avail_bytes{mountpoint="/data"} 0',
    'Kafka consumer group orders@eu lags 120000 messages',
    'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('the host of an address with a password', () => {
    expect(redact('postgres://app:pw12345678@db-1:5432/orders')).toBe(
      'postgres://[redacted]@db-1:5432/orders',
    );
  });
});

test.each([
  ['/labels/password', true],
  ['/evidence/db/apiKey', true],
  ['/evidence/headers/x-api-key', true],
  ['/evidence/secrets/0/name', true],
  ['/annotations/contact_email', true],
  ['/labels/host', false],
  ['/evidence/passed_checks', false],
  ['/labels/author', false],
  ['/labels/keyspace', false],
])('%s names a secret: %s', (path, expected) => {
  expect(namesSecret(path)).toBe(expected);
});

test('hostile texts take no longer than others of their length', () => {
  const sizes = [
    'a'.repeat(200_000),
    'password'.repeat(25_000),
    '-----BEGIN '.repeat(18_000),
    'a@'.repeat(100_000),
    '://'.repeat(66_000),
    'eyJ'.repeat(66_000),
    '--token '.repeat(25_000),
  ];
  for (const text of sizes) expect(typeof redact(text)).toBe('string');
});
