import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HubRig, openHubRig } from '../../hub-rig.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const ROOT_TOKEN = 'root-token-of-the-demo-hub';

let rig: HubRig;

beforeAll(async () => {
  rig = await openHubRig({
    TOCSIN_ROOT_TOKEN: ROOT_TOKEN,
    // The demo's own receiver listens on this machine.
    OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
  });
});
afterAll(() => rig?.close());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, 'demo', ...args], {
    env: { PATH: process.env.PATH, TOCSIN_ROOT_TOKEN: ROOT_TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

const api = (method: string, path: string) => rig.api(rig.owner.apiKey, method, path);
const all = async (path: string) => (await api('GET', path)).data;

async function incident(words: string) {
  const [row] = await all(`/incidents?q=${encodeURIComponent(words)}`);
  return api('GET', `/incidents/${row.id}`);
}

describe('a first run', () => {
  test('ends well and says what to open', async () => {
    const { code, out, err } = await run(['--url', rig.base]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`${rig.base}/incidents/inc_`);
    expect(out).toContain(`${rig.base}/analytics`);
  });

  test('leaves an outage that was merged, commented and taken by two people', async () => {
    const outage = await incident('Checkout answers with errors');
    expect(outage).toMatchObject({
      progress: 'acknowledged',
      severity: 'critical',
      alert_count: 4,
      custom_fields: { customers_affected: true, regions: ['EU', 'UK'], ticket: 'SHOP-4182' },
    });
    const taken = outage.responders.filter(
      ({ acknowledged_at }: { acknowledged_at: string | null }) => acknowledged_at !== null,
    );
    expect(taken.map(({ name }: { name: string }) => name).sort()).toEqual([
      'Jonas Weber',
      'Mei Tanaka',
    ]);
    const merged = await incident('High error rate on checkout-service');
    expect(merged).toMatchObject({ progress: 'closed', merged_into: outage.id });
  });

  test('leaves a storm, a recovery to be resolved, a snooze and incidents that were closed', async () => {
    const storm = await incident('Search node es-04');
    expect(storm.storm_level).toBeGreaterThan(0);
    expect(storm.alert_count).toBe(26);
    expect(storm.firing.high + storm.firing.medium).toBe(6);
    const payments = await incident('PayFast');
    expect(payments).toMatchObject({ status: 'ok', alert_count: 4, progress: 'acknowledged' });
    expect(payments.flagged_for_resolution_at).not.toBeNull();
    expect((await incident('Nightly backup')).snoozed_until).not.toBeNull();
    expect(await incident('Disk full on web-03')).toMatchObject({ closed_by: 'recovery' });
    expect(await incident('Order confirmations')).toMatchObject({ closed_by: 'person' });
    expect(await incident('Stock of shop')).toMatchObject({ progress: 'acknowledged' });
  });

  test('kept noise from opening incidents', async () => {
    const staging = await all('/alerts?q=Staging');
    expect(staging).toHaveLength(14);
    expect(
      staging.every(({ incident_id }: { incident_id: string | null }) => incident_id === null),
    ).toBe(true);
    const { totals, noisy_alerts } = await api('GET', '/analytics/summary');
    expect(noisy_alerts[0]).toMatchObject({ title: /Certificate of/, event_count: 18 });
    expect(totals.alerts).toBeGreaterThan(60);
    expect(totals.incidents).toBeLessThan(20);
  });

  test('made services, rules, views, fields and people', async () => {
    expect((await all('/services')).length).toBeGreaterThanOrEqual(8);
    expect(await all('/custom-fields')).toHaveLength(4);
    expect((await all('/saved-views')).map(({ name }: { name: string }) => name)).toEqual([
      'Customers are hurt',
      'Payments',
      'Recovered, to be resolved',
    ]);
    expect((await all('/routing-rules')).map(({ name }: { name: string }) => name)).toContain(
      'Staging wakes nobody',
    );
    expect(await all('/members')).toHaveLength(5);
  });

  test('left receipts of what was refused, by reason', async () => {
    const uptime = (await all('/integrations')).find(
      ({ name }: { name: string }) => name === 'Uptime checks',
    );
    const refused = async () => {
      const receipts = await all(`/integrations/${uptime.id}/receipts?outcome=refused`);
      return receipts.map(({ code }: { code: string }) => code).sort();
    };
    await expect.poll(refused, { timeout: 15_000 }).toHaveLength(5);
    expect(await refused()).toContain('invalid_signature');
  });

  test('left deliveries that failed and others that did not', async () => {
    const webhooks = await all('/outbound-webhooks');
    const named = (name: string) => webhooks.find((one: { name: string }) => one.name === name);
    const outcomes = async (name: string) => {
      const rows = await all(`/outbound-webhooks/${named(name).id}/deliveries?limit=200`);
      return new Set(rows.map(({ outcome }: { outcome: string }) => outcome));
    };
    await expect.poll(() => outcomes('Pager'), { timeout: 15_000 }).toContain('dead');
    expect(await outcomes('Order desk board')).toContain('delivered');
    expect(named('Order desk board').enabled).toBe(false);
  });

  test('takes back the keys that its people acted with', async () => {
    const names = (await all('/api-keys')).map(({ name }: { name: string }) => name);
    expect(names).toContain('Prometheus in the cluster');
    expect(names.filter((name: string) => name.startsWith('Demo:'))).toEqual([]);
  });
});

test('a second run adds another day and nothing else twice', async () => {
  const before = (await all('/incidents?limit=200')).length;
  const { code, err } = await run(['--url', rig.base]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect((await all('/incidents?limit=200')).length).toBeGreaterThan(before);
  expect(await all('/members')).toHaveLength(5);
  expect(await all('/outbound-webhooks')).toHaveLength(2);
  expect(await all('/routing-rules')).toHaveLength(3);
  const names = (await all('/integrations')).map(({ name }: { name: string }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('a hub that may not call this machine gets its day without the receiver on it', async () => {
  const other = await openHubRig({ TOCSIN_ROOT_TOKEN: ROOT_TOKEN });
  const { code, err } = await run(['--url', other.base]);
  const { data } = await other.api(other.owner.apiKey, 'GET', '/outbound-webhooks');
  await other.close();
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(data.map(({ name }: { name: string }) => name)).toEqual(['Pager']);
});

describe('a run that cannot be', () => {
  test('says that the hub cannot be reached', async () => {
    const { code, err } = await run(['--url', 'http://127.0.0.1:9']);
    expect(code).toBe(3);
    expect(err).toContain('http://127.0.0.1:9 cannot be reached');
  });

  test('says that the token is wrong, and has changed nothing', async () => {
    const { code, err } = await run(['--url', rig.base], {
      TOCSIN_ROOT_TOKEN: 'another-token-of-the-hub',
    });
    expect(code).toBe(1);
    expect(err).toContain('The hub refused with 401');
  });

  test('says that there is no such tenant', async () => {
    const { code, err } = await run(['--url', rig.base, '--tenant', 'nobody']);
    expect(code).toBe(1);
    expect(err).toContain('X-Tenant');
  });
});
