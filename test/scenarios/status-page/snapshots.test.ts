import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSnapshotDisk } from '../../../src/status-page/snapshot-disk.ts';
import { createSnapshotShelf } from '../../../src/status-page/snapshot-shelf.ts';
import { textKey } from '../../../src/status-page/snapshot-text.ts';
import { type HubRig, openHubRig } from '../../hub-rig.ts';
import { eventually } from '../store/embedded-harness.ts';
import { makeFolder } from './folder.ts';
import { ask, openStatusRig, type StatusRig, stamp } from './public-rig.ts';

const log = pino({ level: 'silent' });
const PAGE = { path: '', locale: 'en', stale: false } as const;

let rig: StatusRig;
let replica: HubRig;
let folder: Awaited<ReturnType<typeof makeFolder>>;

beforeAll(async () => {
  folder = await makeFolder();
  rig = await openStatusRig({ TOCSIN_DATA: folder.path });
  replica = await openHubRig({ DATABASE_URL: rig.database.url });
});
afterAll(async () => {
  await replica?.close();
  await rig?.close();
  await folder?.remove();
});

const summary = async (port = rig.hub.port, slug = 'default') => {
  const { status, text } = await ask(port, `/status/${slug}/api/v2/summary.json`);
  expect(status).toBe(200);
  return JSON.parse(text);
};
/** Whole ones: drafts have other names until they are renamed. */
const files = async () => {
  const names = await readdir(join(folder.path, 'status')).catch(() => []);
  return names.filter((name) => name.endsWith('.snapshot')).sort();
};
const shelfOf = (mostBytes?: number) =>
  createSnapshotShelf({
    disk: openSnapshotDisk(join(folder.path, 'status')),
    clock: Date.now,
    log,
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });

describe('a snapshot', () => {
  test('follows what is published, on every replica', async () => {
    const tell = await rig.service('Checkout');
    const now = stamp(Date.now());
    const report = { id: 'one', title: 'Slow', description: 'Slow.', start_time: now };
    await tell({ ...report, state: 'investigating', status: 'degraded' });
    for (const port of [rig.hub.port, replica.port]) {
      await eventually(async () =>
        expect(await summary(port)).toMatchObject({
          status: { indicator: 'minor' },
          incidents: [{ name: 'Slow' }],
        }),
      );
    }
    await tell({ ...report, state: 'resolved', status: 'up' });
    for (const port of [rig.hub.port, replica.port]) {
      await eventually(async () =>
        expect(await summary(port)).toMatchObject({
          status: { indicator: 'none' },
          incidents: [],
        }),
      );
    }
  });

  test('follows services that come, change and go', async () => {
    const { apiKey } = rig.hub.owner;
    const made = await rig.hub.api(apiKey, 'POST', '/services', { name: 'Fax' });
    const names = async () =>
      (await summary()).components.map(({ name }: { name: string }) => name);
    await eventually(async () => expect(await names()).toContain('Fax'));
    await rig.hub.api(apiKey, 'PATCH', `/services/${made.id}`, { name: 'Telex' });
    await eventually(async () => expect(await names()).toContain('Telex'));
    await rig.hub.api(apiKey, 'DELETE', `/services/${made.id}`);
    await eventually(async () => expect(await names()).not.toContain('Telex'));
  });

  test('follows the clock: a maintenance begins and ends by itself', async () => {
    const tell = await rig.service('Network');
    const now = Date.now();
    await tell({
      type: 'maintenance',
      title: 'Switch',
      description: 'A new switch.',
      start_time: stamp(now + 3_000),
      end_time: stamp(now + 6_000),
      status: 'down',
    });
    await eventually(async () =>
      expect((await summary()).scheduled_maintenances).toMatchObject([{ status: 'scheduled' }]),
    );
    await eventually(async () => expect((await summary()).status.indicator).toBe('maintenance'));
    await eventually(async () => {
      const { status, scheduled_maintenances: planned } = await summary();
      expect([status.indicator, planned]).toEqual(['none', []]);
    });
  });

  test('is not rendered again while nothing changes', async () => {
    await eventually(async () => {
      const [before] = await rig.sql(`select version from hubs where slug = 'default'`);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const [after] = await rig.sql(`select version from hubs where slug = 'default'`);
      expect(after).toEqual(before);
    });
  });

  test('is stored once a version, whoever rendered it', async () => {
    const rows = await rig.sql(
      `select h.version = s.version as same, h.rendered_change = h.changed_at as whole
       from hubs h join hub_snapshots s using (tenant_id, hub_id)`,
    );
    expect(rows).toEqual([{ same: true, whole: true }]);
  });
});

describe('the files', () => {
  test('show the same page without a database', async () => {
    const shelf = shelfOf();
    expect(await shelf.load()).toBe(1);
    const hub = shelf.bySlug('default');
    const texts = hub && (await shelf.textsOf(hub));
    const page = await ask(rig.hub.port, '/status/default?lang=en');
    expect(texts?.get(textKey(PAGE))?.identity?.toString()).toBe(page.text);
  });

  test('serve a hub whose texts had to leave the memory', async () => {
    await rig.hub.createTenant('second');
    await eventually(() => summary(rig.hub.port, 'second'));
    await eventually(async () => expect(await files()).toHaveLength(2));
    const shelf = shelfOf(1);
    await shelf.load();
    const hubs = ['default', 'second'].map((slug) => shelf.bySlug(slug));
    expect(hubs.map((hub) => hub?.texts === null).sort()).toEqual([false, true]);
    for (const hub of hubs) {
      const texts = hub && (await shelf.textsOf(hub));
      expect(texts?.get(textKey(PAGE))?.gzip.length).toBeGreaterThan(1_000);
    }
  });

  test('that are torn, foreign or of another version are left out', async () => {
    const [name = ''] = await files();
    const path = join(folder.path, 'status', name);
    const whole = await readFile(path);
    const flipped = Buffer.from(whole);
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    for (const content of [whole.subarray(0, -5), flipped, 'TOCSIN0\n', '', 'nonsense']) {
      await writeFile(path, content);
      expect(await shelfOf().load()).toBe(1);
    }
    await writeFile(path, whole);
    expect(await shelfOf().load()).toBe(2);
  });

  test('of a hub that is gone go too, and its page with them', async () => {
    await rig.sql(`delete from hubs where slug = 'second'`);
    for (const port of [rig.hub.port, replica.port]) {
      await eventually(async () => expect((await ask(port, '/status/second')).status).toBe(404));
    }
    await eventually(async () => expect(await files()).toHaveLength(1));
  });
});
