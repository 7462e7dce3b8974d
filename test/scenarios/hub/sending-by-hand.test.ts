import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../../src/cli/program.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { type Change, runTryIt, sourcePage } from './source-page.ts';

// By the command line, and by the curl lines of docs/sources.

let rig: HubRig;
let folder: string;
beforeAll(async () => {
  rig = await openHubRig();
  folder = await mkdtemp(join(tmpdir(), 'tocsin-send-'));
});
afterAll(async () => {
  await rig?.close();
  await rm(folder, { recursive: true, force: true });
});

const printed: string[] = [];
const said: string[] = [];
beforeEach(() => {
  printed.length = 0;
  said.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line) => printed.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

const tocsin = (...args: string[]) =>
  runCommandLine(['node', 'tocsin', ...args], { version: '0', description: '' });
const send = (...args: string[]) => tocsin('send', ...args, '--url', rig.base, '--json');

const OF_THE_TENANT = ['causeflow', 'openremedy'];

/** A new integration's key and secret, where the tenant has not one already. */
async function sender(format: string, settings = {}) {
  const { apiKey, webhookSecret } = rig.owner;
  if (OF_THE_TENANT.includes(format)) return { key: '', secret: webhookSecret };
  const { key, secret } = await rig.createIntegration(apiKey, { format, settings });
  return { key: key ?? '', secret: secret ?? '' };
}

/** The options that address the sender's integration and let it in. */
async function optionsFor(format: string, settings = {}): Promise<string[]> {
  const { key, secret } = await sender(format, settings);
  const credentials = secret === '' ? [] : ['--secret', secret];
  if (secret === '' || format === 'causeflow') credentials.push('--api-key', rig.owner.apiKey);
  return [...credentials, ...(key === '' ? [] : ['--key', key])];
}

const incidentsCalled = async (wanted: string) =>
  (await rig.incidents(rig.owner.apiKey)).filter(({ title }) => title === wanted);

test.each([
  'regen',
  'openremedy',
  'alertmanager',
  'grafana',
  'datadog',
  'pagerduty',
  'sentry',
  'zabbix',
  'uptime-kuma',
  'pagerduty-events',
  'opsgenie',
  'flashduty',
])('tocsin send %s opens an incident, and resolves it', async (format) => {
  const title = `Sent as ${format}`;
  const options = [...(await optionsFor(format)), '--title', title, '--id', '4711'];
  expect([await send(format, ...options), said]).toEqual([0, []]);
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ id: '4711', status: expect.any(Number) });
  expect(await incidentsCalled(title)).toMatchObject([
    { severity: 'critical', progress: 'triggered', status: 'critical' },
  ]);
  expect([await send(format, ...options, '--status', 'resolved'), said]).toEqual([0, []]);
  expect(await incidentsCalled(title)).toMatchObject([{ status: 'ok' }]);
});

test('tocsin send causeflow opens an incident each with --count', async () => {
  const options = await optionsFor('causeflow');
  expect(await send('causeflow', ...options, '--title', 'Counted', '--count', '2')).toBe(0);
  expect(printed).toHaveLength(2);
  expect(await incidentsCalled('Counted')).toHaveLength(2);
});

test('tocsin send mapped posts the file that it is given', async () => {
  const mapping = { title: 'body.check', dedup_key: 'body.check', severity: 'body.level' };
  const options = await optionsFor('mapped', { mapping });
  const file = join(folder, 'event.json');
  await writeFile(file, '{ "check": "Queue is long", "level": "high" }\n');
  expect([await send('mapped', ...options, '--file', file), said]).toEqual([0, []]);
  expect(await incidentsCalled('Queue is long')).toMatchObject([{ severity: 'high' }]);

  expect(await send('mapped', ...options, '--file', join(folder, 'none.json'))).toBe(2);
  expect(said.join()).toContain('--file must be a readable file');
});

test('tocsin send says why cloudwatch cannot be sent, and what it can send', async () => {
  expect(await send('cloudwatch', '--key', 'some')).toBe(2);
  expect(said.join()).toContain('signed by AWS');
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await send('carrier-pigeon')).toBe(2);
  expect(written.mock.calls.join()).toContain('Allowed: regen, causeflow');
});

/** How the pages say that it is over. */
const OVER: Readonly<Record<string, readonly Change[]>> = {
  regen: [['"severity":"critical"', '"status":"resolved"']],
  openremedy: [['"mount":"/"', '"mount":"/","status":"resolved"']],
  alertmanager: [['"status":"firing"', '"status":"resolved"']],
  grafana: [['"status":"firing"', '"status":"resolved"']],
  datadog: [['Triggered"', 'Recovered"']],
  pagerduty: [['incident.triggered', 'incident.resolved']],
  sentry: [['"created"', '"resolved"']],
  zabbix: [['"event_value":"1"', '"event_value":"0"']],
  'uptime-kuma': [['"status":0', '"status":1']],
  mapped: [['"ALERT"', '"OK"']],
  cloudwatch: [
    ['try-1', 'try-2'],
    ['ALARM', 'OK'],
  ],
};

const SETTINGS: Readonly<Record<string, () => object>> = {
  cloudwatch: () => ({ signature: 'off' }),
  mapped: () => {
    const [, body = ''] = /--data-binary '(\{"settings".*?)'$/ms.exec(sourcePage('mapped')) ?? [];
    return JSON.parse(body).settings;
  },
};

/** Those whose lines do both, one after another. */
const BOTH = ['pagerduty-events', 'opsgenie', 'flashduty'];

/** Makes an integration, runs the page's lines, and tells of incidents that were not there before. */
async function reader(format: string) {
  const { key: KEY, secret: SECRET } = await sender(format, SETTINGS[format]?.());
  const filling = { HUB: rig.base, API_KEY: rig.owner.apiKey, KEY, SECRET };
  const all = () => rig.incidents(rig.owner.apiKey);
  const before = new Set((await all()).map(({ id }) => id));
  return {
    tries: (changes?: readonly Change[]) => runTryIt(sourcePage(format), filling, changes),
    opened: async () => (await all()).filter(({ id }) => !before.has(id)),
  };
}

test.each(Object.keys(OVER))(
  'the page about %s has a curl line that opens an incident, and closes it',
  async (format) => {
    const { tries, opened } = await reader(format);
    const fired = await tries();
    const statuses = [format === 'openremedy' ? 202 : 200];
    expect(fired, fired.text).toMatchObject({ statuses });
    expect(await opened()).toMatchObject([{ progress: 'triggered' }]);
    expect(await tries(OVER[format])).toMatchObject({ statuses });
    // The generic webhook's are flagged for a person.
    const progress = format === 'regen' ? 'triggered' : 'closed';
    expect(await opened()).toMatchObject([{ progress, status: 'ok' }]);
  },
);

test.each(BOTH)(
  'the page about %s has curl lines that open an incident and close it',
  async (format) => {
    const { tries, opened } = await reader(format);
    const { statuses, text } = await tries();
    expect(
      statuses.filter((status) => status < 200 || status > 299),
      text,
    ).toEqual([]);
    expect(await opened()).toMatchObject([{ progress: 'closed', status: 'ok' }]);
  },
);

test('the page about causeflow has a curl line that is taken once', async () => {
  const { tries } = await reader('causeflow');
  expect(await tries()).toMatchObject({ statuses: [202] });
  expect(await tries()).toMatchObject({ statuses: [409] });
});

test('every format of the hub has such a page', async () => {
  const { data } = await rig.api(rig.owner.apiKey, 'GET', '/formats');
  const names: string[] = data.map(({ name }: { name: string }) => name);
  expect([...Object.keys(OVER), ...BOTH, 'causeflow'].toSorted()).toEqual(names.toSorted());
});
