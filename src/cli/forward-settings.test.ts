import { describe, expect, it } from 'vitest';
import {
  type ForwardOptions,
  type ForwardSecrets,
  readForwardSettings,
} from './forward-settings.ts';
import { CommandFailure, EXIT } from './outcomes.ts';

const DEFAULTS: ForwardOptions = {
  host: '127.0.0.1',
  port: '9095',
  spool: 'forward-spool',
  spoolSize: '256',
  staleMinutes: '10',
};
const HUB = { ...DEFAULTS, url: 'https://hub.example.com/', tenant: 'acme' };
const NONE: ForwardSecrets = { secret: null, apiKey: null, token: null };
const SECRET: ForwardSecrets = { ...NONE, secret: 'hush' };
const FILES: Readonly<Record<string, string>> = {
  '/secret': 'filed\n',
  '/empty': '\n',
  '/key': 'tsk_1\n',
  '/token': '0123456789abcdef\n',
  '/ca': '-----BEGIN CERTIFICATE-----\n',
};
const readText = (path: string) => {
  const text = FILES[path];
  if (text === undefined) throw new Error(`ENOENT: ${path}`);
  return text;
};
const read = (options: ForwardOptions, secrets = SECRET) =>
  readForwardSettings(options, secrets, readText);
const failure = (options: ForwardOptions, secrets = SECRET) => {
  try {
    read(options, secrets);
  } catch (error) {
    expect(error).toBeInstanceOf(CommandFailure);
    expect(error).toMatchObject({ exitCode: EXIT.usage });
    return (error as Error).message;
  }
  throw new Error('It was taken.');
};

describe('where to forward to', () => {
  it('is the tenant’s OpenRemedy URL for all routes', () => {
    const { targets } = read(HUB);
    expect([...targets.keys()]).toEqual(['alertmanager', 'pagerduty', 'grafana']);
    expect(targets.get('grafana')).toEqual({
      url: 'https://hub.example.com/api/v1/webhooks/alerts/acme',
      credential: { kind: 'secret', secret: 'hush' },
    });
  });

  it('is an integration’s own URL for its route, with the API key', () => {
    const integrations =
      'https://hub.example.com/api/v1/webhooks/prometheus/k1, https://h.example/hub/api/v1/webhooks/grafana/k2';
    const { targets } = read({ ...HUB, integrations, apiKeyFile: '/key' });
    const credential = { kind: 'api_key', apiKey: 'tsk_1' };
    expect(targets.get('alertmanager')).toMatchObject({ credential });
    expect(targets.get('grafana')?.url).toBe('https://h.example/hub/api/v1/webhooks/grafana/k2');
    expect(targets.get('pagerduty')?.credential.kind).toBe('secret');
  });

  it('leaves routes closed that have no target', () => {
    const integrations = 'https://hub.example.com/api/v1/webhooks/pagerduty/k';
    const { targets } = read({ ...DEFAULTS, integrations }, NONE);
    expect([...targets]).toMatchObject([['pagerduty', { credential: { kind: 'none' } }]]);
  });
});

describe('settings that cannot be used', () => {
  it.each([
    ['nowhere to forward to', DEFAULTS, NONE, 'OREMEDY_URL (--url), OREMEDY_TENANT'],
    ['no URL', { ...HUB, url: 'hub' }, SECRET, 'not "hub"'],
    ['no tenant', { ...HUB, tenant: 'a/b' }, SECRET, 'not "a/b"'],
    ['no secret', HUB, NONE, 'OREMEDY_SECRET (or --secret-file) is not set'],
    ['no such file', { ...HUB, secretFile: '/no' }, NONE, '--secret-file cannot be read'],
    ['an empty file', { ...HUB, secretFile: '/empty' }, NONE, 'is empty: /empty'],
    ['a port too high', { ...HUB, port: '70000' }, SECRET, 'from 0 to 65535, not "70000"'],
    ['too small a spool', { ...HUB, spoolSize: '1' }, SECRET, 'from 4 to 1048576, not "1"'],
    ['too short a token', { ...HUB, tokenFile: '/key' }, SECRET, 'must hold 16 to 200'],
    ['no certificate', { ...HUB, caFile: '/key' }, SECRET, 'certificates in PEM'],
  ])('are named: %s', (_, options, secrets, words) => {
    expect(failure(options, secrets)).toContain(words);
  });

  it('are never repeated where they are secret', () => {
    const integrations = 'https://hub.example.com/api/v1/webhooks/datadog/s3cret';
    expect(failure({ ...HUB, integrations })).not.toContain('s3cret');
    expect(failure({ ...HUB, integrations: 'x://s3cret' })).not.toContain('s3cret');
    expect(failure({ ...HUB, tenant: '' }, SECRET)).not.toContain('hush');
  });

  it('may come in files', () => {
    const settings = read(
      { ...HUB, secretFile: '/secret', tokenFile: '/token', caFile: '/ca' },
      NONE,
    );
    expect(settings.targets.get('grafana')?.credential).toEqual({
      kind: 'secret',
      secret: 'filed',
    });
    expect(settings).toMatchObject({
      token: '0123456789abcdef',
      maxBytes: 268_435_456,
      staleAfter: 600_000,
    });
  });
});
