import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../kernel/time.ts';
import { makeSnapshot } from './make-snapshot.ts';
import { busyPage } from './render/sample-busy-page.ts';
import { SAMPLE_AT, samplePage } from './render/sample-page.ts';
import { decodeBundle, encodeBundle, type SnapshotFace } from './snapshot-bundle.ts';
import type { SnapshotDisk } from './snapshot-disk.ts';
import { createSnapshotShelf } from './snapshot-shelf.ts';
import { packTexts, textKey } from './snapshot-text.ts';

const face = (version: number, changes: Partial<SnapshotFace> = {}): SnapshotFace => {
  const { tenantId, hubId, slug, name, url, settings, isPrivate } = samplePage();
  const identity = { tenantId, hubId, slug, name, url, settings, isPrivate, domains: [] };
  return { ...identity, password: null, version, renderedAt: SAMPLE_AT, months: [], ...changes };
};

async function bundleOf(version: number, changes: Partial<SnapshotFace> = {}) {
  return encodeBundle(face(version, changes), await packTexts(makeSnapshot(samplePage(), [])));
}

function shelfAt(now: number) {
  const written: number[] = [];
  const disk: SnapshotDisk = {
    readAll: async () => [],
    read: async () => undefined,
    write: async (_tenantId, _hubId, bundle) => {
      written.push(decodeBundle(bundle).face.version);
    },
    remove: async () => {},
  };
  const clock = { now };
  const log = pino({ level: 'silent' });
  const shelf = createSnapshotShelf({ disk, clock: () => clock.now, log });
  const put = async (bundle: Buffer) => shelf.put(decodeBundle(bundle), bundle);
  return { shelf, put, clock, written };
}

describe('a bundle', () => {
  test('comes out as it went in', async () => {
    const texts = await packTexts(makeSnapshot(busyPage(), []));
    const { face: out, texts: got } = decodeBundle(encodeBundle(face(7), texts));
    expect(out).toEqual(face(7));
    expect([...got.values()]).toEqual(texts);
  });

  test('holds each text whole in every encoding it has', async () => {
    const plain = makeSnapshot(busyPage(), []);
    const packed = new Map((await packTexts(plain)).map((text) => [textKey(text), text]));
    expect(packed.size).toBe(plain.length);
    for (const text of plain) {
      const { gzip, identity } = packed.get(textKey(text)) ?? {};
      expect(gunzipSync(gzip ?? '').toString()).toBe(text.body);
      expect(identity?.toString() ?? text.body).toBe(text.body);
    }
  });

  test('takes from the one before what did not change', async () => {
    const first = await packTexts(makeSnapshot(samplePage(), []));
    const known = new Map(first.map((text) => [textKey(text), text]));
    const later = makeSnapshot(samplePage({ at: SAMPLE_AT + MINUTE }), []);
    const second = await packTexts(later, known);
    const reused = second.filter((text) => known.get(textKey(text))?.gzip === text.gzip);
    expect(reused.map(({ path }) => path)).toContain('api/v2/summary.json');
    expect(reused.map(({ path }) => path)).not.toContain('');
  });

  test('that is damaged anywhere is refused', async () => {
    const bundle = await bundleOf(1);
    for (let at = 0; at < bundle.length; at += 997) {
      const flipped = Buffer.from(bundle);
      flipped[at] = (flipped[at] ?? 0) ^ 4;
      expect(() => decodeBundle(flipped), `byte ${at}`).toThrow();
    }
    expect(() => decodeBundle(bundle.subarray(0, -1))).toThrow('damaged');
    expect(() => decodeBundle(Buffer.from('TOCSIN0\n'))).toThrow('this version');
  });
});

describe('the shelf', () => {
  test('keeps the newest version, in memory and on disk', async () => {
    const { shelf, put, written } = shelfAt(SAMPLE_AT);
    await put(await bundleOf(2));
    await put(await bundleOf(1));
    await put(await bundleOf(3, { slug: 'renamed', domains: ['status.acme.example'] }));
    expect(written).toEqual([2, 3]);
    expect(shelf.bySlug('acme')).toBeUndefined();
    expect(shelf.bySlug('renamed')?.face.version).toBe(3);
    expect(shelf.byDomain('status.acme.example')).toBe(shelf.bySlug('renamed'));
  });

  test('a page says that it may be out of date after a minute without its database', async () => {
    const { shelf, put, clock } = shelfAt(SAMPLE_AT + 59 * SECOND);
    await put(await bundleOf(1));
    const hub = shelf.bySlug('acme');
    expect(hub && shelf.isStale(hub)).toBe(false);
    clock.now = SAMPLE_AT + 61 * SECOND;
    expect(hub && shelf.isStale(hub)).toBe(true);
    const note = hub?.texts?.get(textKey({ path: '', locale: 'de', stale: true }));
    expect(note?.identity?.toString()).toContain('konnte eine Weile nicht aktualisiert werden');
  });

  test('is ready as soon as it has a page', async () => {
    const { shelf, put } = shelfAt(SAMPLE_AT);
    expect(shelf.readiness()).toEqual({ ready: false, hubs: 0, confirmedAt: null });
    await put(await bundleOf(1));
    expect(shelf.readiness()).toEqual({ ready: true, hubs: 1, confirmedAt: null });
  });
});
