import { startTicker } from '../jobs/ticker.ts';
import { type Clock, type Instant, MINUTE, SECOND } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import { decodeBundle, type Snapshot } from './snapshot-bundle.ts';
import type { SnapshotDisk } from './snapshot-disk.ts';
import {
  createSnapshotIndex,
  hubKey,
  type ShelfHub,
  type SnapshotIndex,
} from './snapshot-index.ts';
import { findBundle, type HubKey, listSnapshotVersions } from './snapshot-queries.ts';
import type { SnapshotText } from './snapshot-text.ts';

/** Bytes of bodies in memory; beyond them those asked for longest ago are read from disk again. */
const MOST_BYTES = 256 * 1024 * 1024;
/** How often versions are compared with the database. */
const EVERY = SECOND / 2;
/** Not confirmed by the database for longer than that, pages say so. */
const STALE_AFTER = MINUTE;

/** Whether pages can be shown. */
export interface ShelfReadiness {
  /** False until snapshots were found on disk or looked for in the database. */
  readonly ready: boolean;
  readonly hubs: number;
  /** When the database last confirmed them; null: not since the start. */
  readonly confirmedAt: Instant | null;
}

/** All hubs' snapshots in memory, whether or not there is a database. */
export interface SnapshotShelf {
  readonly bySlug: (slug: string) => ShelfHub | undefined;
  readonly byDomain: (domain: string) => ShelfHub | undefined;
  /** Its texts, read from disk if need be; undefined where that fails. */
  readonly textsOf: (hub: ShelfHub) => Promise<ReadonlyMap<string, SnapshotText> | undefined>;
  /** Whether its page has to say that it may be out of date. */
  readonly isStale: (hub: ShelfHub) => boolean;
  readonly readiness: () => ShelfReadiness;
  /** The texts of a hub's snapshot as it is now. */
  readonly find: (
    tenantId: string,
    hubId: string,
  ) => Promise<ReadonlyMap<string, SnapshotText> | undefined>;
  /** Takes a new snapshot, and writes it to disk. An older one than is there is left alone. */
  readonly put: (snapshot: Snapshot, bundle: Buffer) => Promise<void>;
  /** Reads what is on disk; resolves with the number of hubs found. */
  readonly load: () => Promise<number>;
  /** Follows the database from now on, until the result is closed. */
  readonly follow: (store: Store) => { readonly close: () => Promise<void> };
}

/** What a shelf is made of. */
export interface ShelfOptions {
  readonly disk: SnapshotDisk;
  readonly clock: Clock;
  readonly log: StoreLog;
  readonly mostBytes?: number;
}

/** An empty shelf. */
export function createSnapshotShelf(options: ShelfOptions): SnapshotShelf {
  const { disk, clock, log, mostBytes = MOST_BYTES } = options;
  const index = createSnapshotIndex(mostBytes);
  let isReady = false;
  let confirmedAt: Instant | null = null;
  let writing: Promise<void> = Promise.resolve();

  const put: SnapshotShelf['put'] = async (snapshot, bundle) => {
    if (!index.place(snapshot)) return;
    const { tenantId, hubId } = snapshot.face;
    // One after another: a slow disk must not leave an older file over a newer one.
    writing = writing
      .then(() => disk.write(tenantId, hubId, bundle))
      .catch((err) => log.warn({ err, hub: hubId }, 'a snapshot could not be written to disk'));
    await writing;
  };
  const textsOf: SnapshotShelf['textsOf'] = async (hub) => {
    if (hub.texts) {
      index.touch(hub);
      return hub.texts;
    }
    const read = await disk.read(hub.face.tenantId, hub.face.hubId);
    if (read) index.touch(hub, read.texts);
    return read?.texts;
  };
  const compare = async (store: Store) => {
    await compareWith(store, { index, disk, log, put });
    confirmedAt = clock();
    isReady = true;
  };
  return {
    bySlug: index.bySlug,
    byDomain: index.byDomain,
    textsOf,
    isStale: ({ face }) => clock() - (confirmedAt ?? face.renderedAt) > STALE_AFTER,
    readiness: () => ({ ready: isReady || index.count() > 0, hubs: index.count(), confirmedAt }),
    find: async (tenantId, hubId) => {
      const hub = index.get(tenantId, hubId);
      return hub && textsOf(hub);
    },
    put,
    load: async () => {
      const snapshots = await disk.readAll();
      for (const snapshot of snapshots) index.place(snapshot);
      return snapshots.length;
    },
    follow: (store) => {
      // The first look at once: a new replica has nothing on its disk.
      const first = compare(store).catch((err) => log.warn({ err }, 'snapshots could not be read'));
      const ticker = startTicker('reading snapshots', EVERY, () => compare(store), log);
      return { close: () => first.then(ticker.close) };
    },
  };
}

interface Comparing extends Pick<ShelfOptions, 'disk' | 'log'>, Pick<SnapshotShelf, 'put'> {
  readonly index: SnapshotIndex;
}

/** Takes over what is new in the database, and forgets what it does not have any more. */
async function compareWith(store: Store, { index, disk, log, put }: Comparing): Promise<void> {
  // Looked at before the query: what is put meanwhile is newer than its answer.
  const held = new Map(index.all().map((hub) => [hubKey(hub.face.tenantId, hub.face.hubId), hub]));
  const rows = await listSnapshotVersions(store.db);
  const drop = async (hub: ShelfHub) => {
    index.forget(hub);
    await disk.remove(hub.face.tenantId, hub.face.hubId);
  };
  for (const row of rows) {
    const key = hubKey(row.tenant_id, row.hub_id);
    const hub = held.get(key);
    held.delete(key);
    const version = hub?.face.version ?? 0;
    if (version === row.version) continue;
    // The database was restored from a backup: its numbers count, not those on disk.
    if (hub && version > row.version) await drop(hub);
    await fetchBundle(store, row, put).catch((err) =>
      log.warn({ err, hub: row.hub_id }, 'a snapshot could not be read'),
    );
  }
  for (const hub of held.values()) await drop(hub);
}

async function fetchBundle(store: Store, key: HubKey, put: SnapshotShelf['put']): Promise<void> {
  const bundle = await findBundle(store.db, key.tenant_id, key.hub_id);
  if (bundle) await put(decodeBundle(bundle), bundle);
}
