import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { INTAKE_ROUTES } from '../../../src/intake/routes.ts';
import { HOSTILE_BODIES } from '../../corpora/bodies.ts';
import { mutate, type Random, seededRandom } from '../../corpora/mutation.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { FIXTURES, knownUrls, type Url } from './fuzz-urls.ts';

const SEED = Number(process.env.TOCSIN_FUZZ_SEED ?? 20_240_115);
const CASES = Number(process.env.TOCSIN_FUZZ_CASES ?? 10_000);
const CONCURRENCY = 16;

let rig: HubRig;
let urls: readonly Url[];
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

beforeAll(async () => {
  rig = await openHubRig({ TRUST_PROXY: '1' });
  urls = await everyUrl();
});
afterAll(async () => {
  agent.destroy();
  await rig?.close();
});

/** Every intake URL, and of those that are addressed one that nobody has. */
async function everyUrl(): Promise<readonly Url[]> {
  const known = await knownUrls(rig);
  const unknown = INTAKE_ROUTES.map(({ path, format }) => ({
    path: path.replace(':address', 'nobody'),
    format,
    credentials: () => ({ 'x-api-key': rig.owner.apiKey }),
  }));
  return [...known, ...known, ...known, ...unknown];
}

const pick = <Item>(items: readonly Item[], random: Random): Item =>
  items[Math.floor(random() * items.length)] as Item;
const upTo = (most: number, random: Random) => Math.floor(random() * (most + 1));
const randomBytes = (length: number, random: Random) =>
  Buffer.from(Array.from({ length }, () => upTo(255, random)));

/** A payload of the format, or one time in ten of another one, with a few values changed. */
function mutatedFixture(format: string, random: Random): Buffer {
  const own = FIXTURES.filter((fixture) => fixture.format === format);
  let { body } = pick(random() < 0.1 ? FIXTURES : own, random);
  for (let left = upTo(3, random); left > 0; left--) body = mutate(body, random);
  return Buffer.from(JSON.stringify(body) ?? '');
}

/** Some bytes changed, cut, inserted or repeated. */
function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  const from = upTo(bytes.length, random);
  const to = Math.min(bytes.length, from + upTo(8, random));
  const [head, middle, tail] = [
    bytes.subarray(0, from),
    bytes.subarray(from, to),
    bytes.subarray(to),
  ];
  const edits = [
    () => [head, randomBytes(upTo(8, random), random), tail],
    () => [head],
    () => [head, tail],
    () => [head, middle, middle, middle, tail],
  ];
  return Buffer.concat(pick(edits, random)());
}

function bodyFor(format: string, random: Random): Buffer {
  const dice = random();
  if (dice < 0.1) return randomBytes(upTo(300, random), random);
  if (dice < 0.2) return pick(HOSTILE_BODIES, random).bytes;
  const fixture = mutatedFixture(format, random);
  return dice < 0.4 ? mutatedBytes(fixture, random) : fixture;
}

const VALUES: readonly ((random: Random) => string)[] = [
  () => '',
  () => 'application/json; charset=utf-16',
  () => 'text/plain',
  () => 'gzip, identity',
  () => 'Bearer',
  () => `Basic ${Buffer.from('a:b').toString('base64')}`,
  () => `sha256=${'0'.repeat(64)}`,
  () => 'v1,AAAA',
  () => `v1=${'0'.repeat(64)},v1=`,
  (random) => String(upTo(2e9, random)),
  (random) => randomBytes(upTo(40, random), random).toString('latin1'),
];

const NAMES = [
  'content-type',
  'content-encoding',
  'authorization',
  'idempotency-key',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'x-api-key',
  'x-regen-signature',
  'x-webhook-signature',
  'x-openremedy-signature',
  'x-grafana-alerting-signature',
  'x-grafana-alerting-timestamp',
  'x-pagerduty-signature',
  'sentry-hook-signature',
  'sentry-hook-resource',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-request-id',
  'x-tenant',
  'accept',
  'cookie',
  'origin',
];

function randomHeaders(random: Random): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let left = upTo(4, random); left > 0; left--) {
    // What a client library would not send at all.
    const value = pick(VALUES, random)(random).replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');
    headers[pick(NAMES, random)] = value;
  }
  return headers;
}

/** What happened: the status, or how the connection ended without one. */
type Outcome = number | string;

function sendCase(index: number): Promise<Outcome> {
  const random = seededRandom(SEED + index);
  const { path, format, credentials } = pick(urls, random);
  const body = bodyFor(format, random);
  if (random() < 0.02) return sendGarbage(path, body, random);
  const headers = {
    'content-type': 'application/json',
    // Each from another address, or the limits would answer for the rest.
    'x-forwarded-for': `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
    ...(random() < 0.8 && credentials(body)),
    ...(random() < 0.3 && randomHeaders(random)),
  };
  return new Promise((resolve) => {
    const target = { host: '127.0.0.1', port: rig.port, path, method: 'POST', headers, agent };
    const call = request({ ...target, timeout: 20_000 }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 'no status'));
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', (error) => resolve(error.message));
    // In pieces of unknown number one time in five, else with its length.
    if (random() < 0.2) call.flushHeaders();
    call.end(body);
  });
}

/** Not quite HTTP: a request with some bytes of its head changed, on a connection of its own. */
function sendGarbage(path: string, body: Buffer, random: Random): Promise<Outcome> {
  const head = `POST ${path} HTTP/1.1\r\nHost: hub\r\nContent-Length: ${body.length}\r\n\r\n`;
  const bytes = Buffer.concat([mutatedBytes(Buffer.from(head), random), body]);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(rig.port, '127.0.0.1', () => socket.end(bytes));
    socket.setTimeout(250, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(/^HTTP\/1\.1 5/.test(answer) ? 'garbage: 5xx' : 'garbage'));
  });
}

test(`${CASES} requests of all kinds get no 5xx, and the hub goes on`, {
  timeout: 300_000,
}, async () => {
  console.log(`TOCSIN_FUZZ_SEED=${SEED} TOCSIN_FUZZ_CASES=${CASES}`);
  const seen = new Map<Outcome, number>();
  const faults: { case: number; outcome: Outcome }[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < CASES; index = next++) {
      const outcome = await sendCase(index);
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      const expected = typeof outcome === 'number' ? outcome < 500 : outcome === 'garbage';
      if (!expected) faults.push({ case: index, outcome });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const tally = Object.fromEntries(seen);
  console.log(JSON.stringify(tally));

  expect(faults).toEqual([]);
  // The requests got as far as they were meant to.
  const count = (...statuses: number[]) =>
    statuses.reduce((sum, status) => sum + (seen.get(status) ?? 0), 0);
  expect(count(200, 202)).toBeGreaterThan(CASES / 20);
  expect(count(400, 422)).toBeGreaterThan(CASES / 20);
  expect(count(401)).toBeGreaterThan(CASES / 20);
  expect(count(429)).toBeLessThan(CASES / 50);

  const { body } = await rig.post('/api/v1/webhooks/generic', { title: 'Still here' });
  const incidents = await rig.incidents(rig.owner.apiKey);
  expect(incidents[0]).toMatchObject({ id: body.alerts[0].incident_id, title: 'Still here' });
});
