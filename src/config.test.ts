import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

/** The message of a refused configuration. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

describe('the configuration', () => {
  test('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      production: false,
      host: '0.0.0.0',
      port: 8080,
      publicUrl: null,
      dataDir: resolve('data'),
      database: null,
      secretKey: null,
      previousSecretKeys: [],
      rootToken: null,
      trustProxy: false,
      smtpUrl: null,
      mailFrom: null,
      outboundAllowCidrs: [],
      outboundAddresses: [],
      llm: null,
      oidc: null,
      otlpEndpoint: null,
      logLevel: 'info',
      intakeLanes: 2,
    });
  });

  test('takes empty variables as unset', () => {
    expect(readConfig({ PORT: '', TOCSIN_URL: ' ', LOG_LEVEL: '' }).port).toBe(8080);
  });

  test('reads every variable', () => {
    const config = readConfig({
      NODE_ENV: 'production',
      PORT: '0',
      HOST: '::1',
      TOCSIN_URL: 'https://hub.example.com/',
      TOCSIN_DATA: '/srv/hub',
      DATABASE_URL: 'postgres://u:p%40ss@db.example.com:6432/hub',
      TOCSIN_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      TOCSIN_SECRET_KEY_PREVIOUS: `${'0a'.repeat(32)}, ${Buffer.alloc(32, 8).toString('base64')}`,
      TOCSIN_ROOT_TOKEN: 'a-token-of-the-operator',
      TRUST_PROXY: 'loopback, 10.0.0.0/8',
      SMTP_URL: 'smtps://user:secret@mail.example.com',
      MAIL_FROM: 'Hub <hub@example.com>',
      OUTBOUND_ALLOW_CIDRS: '10.0.0.0/8,fd00::/8,192.168.1.5',
      OUTBOUND_ADDRESSES: '203.0.113.7, 2001:db8::/48',
      LLM_BASE_URL: 'http://localhost:11434/v1',
      LLM_MODEL: 'small',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318',
      LOG_LEVEL: 'WARN',
      TOCSIN_INTAKE_LANES: '8',
    });
    expect(config).toMatchObject({
      production: true,
      port: 0,
      host: '::1',
      publicUrl: 'https://hub.example.com',
      dataDir: '/srv/hub',
      database: { host: 'db.example.com', port: 6432, user: 'u', password: 'p@ss' },
      secretKey: Buffer.alloc(32, 7),
      previousSecretKeys: [Buffer.alloc(32, 10), Buffer.alloc(32, 8)],
      trustProxy: ['loopback', '10.0.0.0/8'],
      mailFrom: 'Hub <hub@example.com>',
      outboundAllowCidrs: ['10.0.0.0/8', 'fd00::/8', '192.168.1.5'],
      outboundAddresses: ['203.0.113.7', '2001:db8::/48'],
      llm: { baseUrl: 'http://localhost:11434/v1', apiKey: null, model: 'small' },
      logLevel: 'warn',
      intakeLanes: 8,
    });
  });

  test('names every mistake at once: what was given and what is allowed', () => {
    expect(refusal({ PORT: '80a', LOG_LEVEL: 'loud', TOCSIN_INTAKE_LANES: '9' })).toBe(
      [
        'The configuration is not valid:',
        '  PORT: "80a" was given; allowed: a whole number from 0 to 65535',
        '  LOG_LEVEL: "loud" was given; allowed: trace, debug, info, warn, error, fatal, silent',
        '  TOCSIN_INTAKE_LANES: "9" was given; allowed: a whole number from 1 to 8',
      ].join('\n'),
    );
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['TOCSIN_URL', 'hub.example.com'],
    ['TOCSIN_URL', 'https://hub.example.com/?x=1'],
    ['DATABASE_URL', 'mysql://db/hub'],
    ['TOCSIN_SECRET_KEY', 'deadbeef'],
    ['TOCSIN_ROOT_TOKEN', 'short'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['OUTBOUND_ALLOW_CIDRS', '10.0.0.0/8;fd00::/8'],
    ['OUTBOUND_ALLOW_CIDRS', '10.0.0'],
    ['OUTBOUND_ADDRESSES', 'hub.example.com'],
    ['SMTP_URL', 'mail.example.com:25'],
    ['LLM_BASE_URL', 'localhost:11434'],
    ['LLM_CALLS', '0'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'otel'],
  ])('refuses %s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`\\n  ${name}: .* was given; allowed: `));
  });

  test.each([
    ['off', false],
    ['0', false],
    ['2', 2],
    ['fd00::/8', ['fd00::/8']],
  ])('reads TRUST_PROXY=%s', (text, expected) => {
    expect(readConfig({ TRUST_PROXY: text }).trustProxy).toEqual(expected);
  });

  test('never repeats a secret', () => {
    const message = refusal({
      DATABASE_URL: 'postgres://u:hunter2@db/hub?nonsense=1',
      TOCSIN_SECRET_KEY: 'hunter2',
      TOCSIN_ROOT_TOKEN: 'hunter2',
      SMTP_URL: 'hunter2@mail',
      LLM_API_KEY: 'hunter2 hunter2',
    });
    expect(message.split('\n')).toHaveLength(6);
    expect(message).not.toContain('hunter2');
  });

  test('needs the secret key for production on an external database', () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: 'postgres://u:p@db/hub' };
    expect(refusal(env)).toContain('TOCSIN_SECRET_KEY: nothing was given');
    expect(refusal({ ...env, NODE_ENV: 'development' })).toBe('');
    expect(refusal({ NODE_ENV: 'production' })).toBe('');
  });

  test('needs what belongs together', () => {
    expect(refusal({ SMTP_URL: 'smtp://mail' })).toContain('MAIL_FROM: nothing was given');
    expect(refusal({ LLM_BASE_URL: 'http://llm' })).toContain('LLM_MODEL: nothing was given');
  });
});
