import { startTicker } from '../jobs/ticker.ts';
import { type Clock, DAY, type Instant, MINUTE, SECOND } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import { loadMonth, loadPage } from './load-page.ts';
import { makeSnapshot } from './make-snapshot.ts';
import type { HistoryMonth, StatusPage } from './page.ts';
import { decodeBundle, encodeBundle, type SnapshotFace } from './snapshot-bundle.ts';
import {
  claimHubs,
  findHubVersion,
  type HubKey,
  type HubVersionRow,
  storeSnapshot,
} from './snapshot-queries.ts';
import type { SnapshotShelf } from './snapshot-shelf.ts';
import { packTexts } from './snapshot-text.ts';

/** Milliseconds between looks for what is out of date; commits of this process are noticed at once. */
const EVERY = SECOND / 2;
/** Who renders a hub has that long before somebody else does. */
const HOLD = 20 * SECOND;
const AT_ONCE = 4;
/** Months of the history in a snapshot; older ones come from the database. */
const MONTHS = 12;
/** A page is rendered anew when nothing happened for so long: today's bar and "as of" go on. */
const CALM = 10 * MINUTE;
/** The same while something is wrong or under way. */
const BUSY = MINUTE;

/** What renders snapshots. */
export interface RendererDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: StoreLog;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** Given each new snapshot before anybody polls for it. */
  readonly shelf: Pick<SnapshotShelf, 'find' | 'put'>;
}

export interface Renderer {
  /** Renders what is out of date; resolves when nothing is, or others have taken it. */
  readonly renderDue: () => Promise<void>;
  /** Waits for a round under way; none starts afterwards. */
  readonly close: () => Promise<void>;
}

/**
 * Keeps the snapshot of every hub up to date: a round with each commit of this process, and one
 * every half second for what other processes and the clock change. Replicas share the hubs.
 */
export function startRenderer(deps: RendererDeps): Renderer {
  // Another version of the hub may have rendered what there is.
  const startedAt = deps.clock();
  let round: Promise<void> | undefined;
  let again = false;
  let closed = false;
  const run = async () => {
    do {
      again = false;
      await renderRound(deps, startedAt);
    } while (again && !closed);
  };
  // One round at a time: whoever asks meanwhile gets another one after it.
  const renderDue = (): Promise<void> => {
    again = round !== undefined;
    round ??= run().finally(() => {
      round = undefined;
    });
    return round;
  };
  const wake = () => {
    if (!closed) renderDue().catch(() => {});
  };
  const unsubscribe = deps.store.committed.subscribe(wake);
  const ticker = startTicker('rendering status pages', EVERY, renderDue, deps.log);
  return {
    renderDue,
    close: async () => {
      closed = true;
      unsubscribe();
      await ticker.close();
      await round?.catch(() => {});
    },
  };
}

async function renderRound(deps: RendererDeps, since: Instant): Promise<void> {
  for (;;) {
    const now = deps.clock();
    const until = now + HOLD;
    const hubs = await claimHubs(deps.store.db, { now, since, until, limit: AT_ONCE });
    for (const hub of hubs) await renderOrLog(deps, hub);
    if (hubs.length < AT_ONCE) return;
  }
}

/** One hub that cannot be rendered keeps no other from it; it is tried again when its hold ends. */
async function renderOrLog(deps: RendererDeps, hub: HubKey): Promise<void> {
  try {
    await renderHub(deps, hub);
  } catch (error) {
    deps.log.warn({ err: error, hub: hub.hub_id }, 'a status page could not be rendered');
  }
}

interface Loaded {
  readonly seen: HubVersionRow;
  readonly page: StatusPage;
  readonly months: readonly HistoryMonth[];
}

async function renderHub(deps: RendererDeps, hub: HubKey): Promise<void> {
  const { store, shelf, clock } = deps;
  const loaded = await loadAll(deps, hub, clock());
  if (!loaded) return;
  const { seen, page, months } = loaded;
  const earlier = await shelf.find(hub.tenant_id, hub.hub_id);
  const texts = await packTexts(makeSnapshot(page, months), earlier);
  const face = faceOf(loaded);
  const bundle = encodeBundle(face, texts);
  const row = { seen, renderedAt: page.at, dueAt: dueAt(page), bundle };
  const stored = await store.db
    .transaction()
    .execute((tx) => storeSnapshot(tx, hub.tenant_id, hub.hub_id, row));
  if (stored) await shelf.put(decodeBundle(bundle), bundle);
}

/**
 * The page and what it was read from in one view of the database: whatever commits later has
 * raised `changed_at` to something that this view does not have.
 */
function loadAll(
  { store, publicUrl }: RendererDeps,
  { tenant_id: tenantId, hub_id: hubId }: HubKey,
  now: Instant,
): Promise<Loaded | undefined> {
  const request = { tenantId, hubId, now, publicUrl };
  const load = async (tx: Db): Promise<Loaded | undefined> => {
    const seen = await findHubVersion(tx, tenantId, hubId);
    const page = await loadPage(tx, request);
    if (!seen || !page) return undefined;
    const months: HistoryMonth[] = [];
    for (const month of page.months.slice(0, MONTHS)) {
      months.push(await loadMonth(tx, request, month));
    }
    return { seen, page, months };
  };
  return store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(load);
}

function faceOf({ seen, page }: Loaded): SnapshotFace {
  const { tenantId, hubId, slug, name, url, settings, isPrivate, months, at } = page;
  const { domains, password } = seen;
  const version = seen.version + 1;
  const identity = { tenantId, hubId, slug, domains, name, url, settings };
  return { ...identity, isPrivate, password, version, renderedAt: at, months };
}

function dueAt({ active, maintenances, changesAt, at }: StatusPage): Instant {
  const isBusy = active.length > 0 || maintenances.some(({ phase }) => phase === 'in_progress');
  return Math.min(changesAt, at + (isBusy ? BUSY : CALM), at + DAY);
}
