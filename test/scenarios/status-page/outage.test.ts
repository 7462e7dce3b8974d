import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HubProcess } from '../../hub-process.ts';
import { openRig, type Rig } from '../../rig.ts';
import { eventually } from '../store/embedded-harness.ts';
import { ask, stamp } from './public-rig.ts';

const PAGE = '/status/default';
const WHAT = ['', '/api/v2/summary.json', '/feed.atom', '/feed.rss', '/calendar.ics', '/badge.svg'];

let rig: Rig;
let port: number;
let report: string;

beforeAll(async () => {
  rig = await openRig('system');
  const hub = rig.hub();
  port = hub.port;
  const headers = {
    authorization: `Bearer ${hub.apiKey}`,
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ name: 'Checkout' });
  const made = await ask(port, '/api/v1/services', { method: 'POST', headers, body });
  const { pathname } = new URL(JSON.parse(made.text).statushub_url);
  const payload = {
    title: 'Payments fail',
    description: 'We look into it.',
    start_time: stamp(Date.now() - 1_000),
    state: 'investigating',
    status: 'down',
  };
  await ask(port, pathname, { method: 'POST', headers, body: JSON.stringify(payload) });
  await eventually(async () => {
    const { text } = await ask(port, `${PAGE}/api/v2/summary.json`);
    report = JSON.parse(text).incidents[0].id;
  });
});
afterAll(() => rig?.close());

const expectAllShown = async () => {
  for (const path of WHAT) {
    const { status, text } = await ask(port, PAGE + path);
    expect([path, status]).toEqual([path, 200]);
    if (path !== '/calendar.ics' && path !== '/badge.svg') expect(text).toContain('Payments fail');
  }
  expect((await ask(port, `${PAGE}/reports/${report}`)).status).toBe(200);
  expect((await ask(port, PAGE)).text).toContain('As of <time datetime="');
  expect((await ask(port, '/readyz/status')).status).toBe(200);
};

describe('while the database is stopped', () => {
  beforeAll(() => rig.stopDatabase());

  test('page, JSON, feeds, calendar and badge are shown as before', async () => {
    await expectAllShown();
    expect((await ask(port, '/readyz')).status).toBe(503);
  });

  test('what is older than the snapshot is 503, not lost', async () => {
    const { status, text } = await ask(port, `${PAGE}/reports/rpt_${'0'.repeat(26)}`);
    expect(status).toBe(503);
    expect(text).toContain('This cannot be shown right now');
  });

  test('the page does not say at once that it may be out of date', async () => {
    // That it does after a minute is tested with a clock of its own (snapshot-shelf.test.ts).
    expect((await ask(port, PAGE)).text).not.toContain('could not be brought up to date');
  });
});

describe('a hub that starts while the database is stopped', () => {
  let restarted: Promise<HubProcess>;

  beforeAll(async () => {
    await rig.hub().stop();
    restarted = rig.restartHub();
    restarted.catch(() => {});
    await eventually(async () => expect((await ask(port, PAGE)).status).toBe(200));
  });

  test('shows what is on disk', expectAllShown);

  test('says of everything else to come again', async () => {
    for (const path of ['/', '/incidents', '/api/v1/incidents', '/readyz', '/status/nobody']) {
      const { status, headers, text } = await ask(port, path);
      expect([path, status, JSON.parse(text).code]).toEqual([path, 503, 'database_unavailable']);
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
    expect((await ask(port, '/healthz')).status).toBe(200);
  });

  test('is a whole hub as soon as the database is there', async () => {
    await rig.startDatabase();
    const hub = await restarted;
    expect(hub.port).toBe(port);
    await eventually(async () => expect((await ask(port, '/readyz')).status).toBe(200));
    await expectAllShown();
    await eventually(async () => {
      const { confirmed_at } = JSON.parse((await ask(port, '/readyz/status')).text);
      expect(confirmed_at).toMatch(/Z$/);
    });
  });
});
