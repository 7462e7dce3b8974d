import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mutate, seededRandom } from '../../corpora/mutation.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { FIXTURES, type FixtureInput, knownUrls, type Url } from './fuzz-urls.ts';

const SEED = Number(process.env.TOCSIN_FUZZ_SEED ?? 20_240_115);
const MUTATIONS = 40;
const CONCURRENCY = 16;

// Half the work of fetch, and there are tens of thousands.
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

let rig: HubRig;
let urls: readonly Url[];

beforeAll(async () => {
  rig = await openHubRig({ TRUST_PROXY: '1' });
  urls = await knownUrls(rig);
});
afterAll(async () => {
  agent.destroy();
  await rig?.close();
});

/** The fixture with one to three things changed, sent as its sender would. */
async function sendMutation(fixture: FixtureInput, url: Url, index: number): Promise<number> {
  const random = seededRandom(SEED + index);
  let { body } = fixture;
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) body = mutate(body, random);
  const bytes = Buffer.from(JSON.stringify(body) ?? '');
  return post(url.path, bytes, {
    'content-type': 'application/json',
    ...fixture.headers,
    ...url.credentials(bytes),
    // Each from another address, or the limits would answer for the rest.
    'x-forwarded-for': `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
  });
}

function post(path: string, body: Buffer, headers: Record<string, string>): Promise<number> {
  const target = { host: '127.0.0.1', port: rig.port, path, method: 'POST', headers, agent };
  return new Promise((resolve, reject) => {
    const call = request(target, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('error', reject);
    call.end(body);
  });
}

test(`every fixture of every format, mutated ${MUTATIONS} ways, gets no 5xx`, {
  timeout: 300_000,
}, async () => {
  const cases = FIXTURES.flatMap((fixture) => {
    const url = urls.find(({ format }) => format === fixture.format);
    expect(url, fixture.format).toBeDefined();
    return Array.from({ length: url ? MUTATIONS : 0 }, () => ({ fixture, url: url as Url }));
  });
  const faults: string[] = [];
  const taken = new Map<string, number>();
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < cases.length; index = next++) {
      const { fixture, url } = cases[index] as (typeof cases)[number];
      const status = await sendMutation(fixture, url, index);
      if (status >= 500) faults.push(`${fixture.format}/${fixture.file}: ${status} (${index})`);
      if (status < 300) taken.set(fixture.format, (taken.get(fixture.format) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  expect(faults).toEqual([]);
  // Of every format some were still right enough to be taken, so they got as far as the database.
  expect(Object.fromEntries(taken)).toEqual(
    Object.fromEntries(urls.map(({ format }) => [format, expect.any(Number)])),
  );
});
