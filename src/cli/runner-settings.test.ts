import { expect, test } from 'vitest';
import { type HostFacts, type RunnerOptions, readRunnerSettings } from './runner-settings.ts';

const TOKEN = `trr_${'t'.repeat(43)}`;
const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
const FILES: Readonly<Record<string, string>> = { token: `${TOKEN}\n`, ca: PEM, bad: 'trr_short' };

const OPTIONS: RunnerOptions = {
  allowList: '/etc/tocsin/runner.yaml',
  state: '/var/lib/tocsin-runner',
  drainSeconds: '30',
};
const FACTS: HostFacts = {
  hostname: 'web-01',
  uid: 1_000,
  token: null,
  readText: (path) => {
    const text = FILES[path];
    if (text === undefined) {
      throw Object.assign(new Error('no such file'), {
        code: path === 'none' ? 'ENOENT' : 'EACCES',
      });
    }
    return text;
  },
};

const read = (options: Partial<RunnerOptions> = {}, facts: Partial<HostFacts> = {}) =>
  readRunnerSettings({ ...OPTIONS, ...options }, { ...FACTS, ...facts });

test('a registered runner needs no settings but where its files are', () => {
  expect(read()).toEqual({
    url: undefined,
    token: null,
    allowList: '/etc/tocsin/runner.yaml',
    state: '/var/lib/tocsin-runner',
    host: 'web-01',
    ca: null,
    drain: 30_000,
  });
});

test('the first start has the hub and a token, from a file or the environment', () => {
  const url = 'https://hub.example.com/';
  const given = read({ url, tokenFile: 'token', host: 'DB-1.example', caFile: 'ca' });
  expect(given).toMatchObject({
    url: 'https://hub.example.com',
    token: TOKEN,
    host: 'DB-1.example',
    ca: PEM,
  });
  expect(read({ url, tokenFile: 'none' }, { token: TOKEN }).token).toBe(TOKEN);
});

test('a token file that is gone is no fault: it was used', () => {
  expect(read({ tokenFile: 'none' }).token).toBeNull();
});

test.each([
  [{}, { uid: 0 }, '--allow-root'],
  [{}, { uid: undefined }, 'Unix'],
  [{ url: 'hub.example.com' }, {}, '--url'],
  [{ url: 'https://user:secret@hub.example.com' }, {}, '--url'],
  [{ tokenFile: 'locked' }, {}, '--token-file'],
  [{ caFile: 'none' }, {}, '--ca-file'],
  [{ tokenFile: 'bad' }, {}, 'trr_'],
  [{ caFile: 'token' }, {}, '--ca-file'],
  [{ host: 'web 01' }, {}, '--host'],
  [{ host: '-web' }, {}, '--host'],
  [{}, { hostname: '' }, '--host'],
  [{ drainSeconds: '-1' }, {}, '--drain-seconds'],
  [{ drainSeconds: '3601' }, {}, '--drain-seconds'],
] as const)('%j with %j is refused and named', (options, facts, words) => {
  expect(() => read(options, facts as Partial<HostFacts>)).toThrow(words);
});

test('root may run it when asked to, and no message holds a token', () => {
  expect(read({ allowRoot: true }, { uid: 0 }).host).toBe('web-01');
  expect(() => read({}, { token: 'trr_secret-of-somebody' })).toThrow(/^(?!.*secret-of)/);
});
