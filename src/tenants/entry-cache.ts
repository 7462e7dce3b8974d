import { Problem } from '../kernel/errors.ts';
import { type Clock, type Instant, MINUTE, SECOND } from '../kernel/time.ts';
import { databaseUnavailable, isUnreachable } from '../store/transaction.ts';

/** Entries of each kind (known, unknown) a cache holds. */
const MOST_ENTRIES = 10_000;
/** How old an entry may be while the database cannot be asked. */
const STALE_FOR = MINUTE;
/** How long a stale entry serves before the database is tried again. */
const RETRY_AFTER = SECOND;

interface Held<V> {
  readonly value: V;
  readonly loadedAt: Instant;
  askAgainAt: Instant;
}

/** Answers of the database by key, believed for a short while. */
export interface EntryCache<V> {
  /**
   * The entry of `key`, loaded once for all who ask at the same time. `undefined`: there is none,
   * which is remembered too. While the database is away an entry of up to a minute serves on;
   * without one this throws 503 `database_unavailable`.
   */
  readonly get: (key: string, load: () => Promise<V | undefined>) => Promise<V | undefined>;
  /** Forgets a tenant's entries and everything unknown, also what is being loaded right now. */
  readonly forget: (tenantId: string) => void;
}

/** A bounded cache; `ttl` is in milliseconds; entries name their tenant, to be forgotten by. */
export function createEntryCache<V extends { readonly tenantId: string }>(
  clock: Clock,
  ttl: number,
  most: number = MOST_ENTRIES,
): EntryCache<V> {
  // Apart, so that guessing credentials cannot push out valid ones. Oldest answers leave first.
  const known = new Map<string, Held<V>>();
  const unknown = new Map<string, Instant>();
  let flights = new Map<string, Promise<V | undefined>>();

  function keep(key: string, value: V | undefined): void {
    const askAgainAt = clock() + ttl;
    known.delete(key);
    unknown.delete(key);
    if (value === undefined) putBounded(unknown, key, askAgainAt, most);
    else putBounded(known, key, { value, loadedAt: clock(), askAgainAt }, most);
  }

  function serveStale(key: string, error: unknown): V {
    if (!isAway(error)) throw error;
    const held = known.get(key);
    if (!held || clock() - held.loadedAt > STALE_FOR) throw databaseUnavailable(error);
    held.askAgainAt = clock() + RETRY_AFTER;
    return held.value;
  }

  async function fly(key: string, load: () => Promise<V | undefined>): Promise<V | undefined> {
    const own = flights;
    try {
      const value = await load();
      // Forgotten meanwhile: this answer may be from before the change.
      if (own === flights) keep(key, value);
      return value;
    } catch (error) {
      return serveStale(key, error);
    } finally {
      own.delete(key);
    }
  }

  return {
    get: async (key, load) => {
      const now = clock();
      const held = known.get(key);
      if (held && now < held.askAgainAt) return held.value;
      if (now < (unknown.get(key) ?? 0)) return undefined;
      const flight = flights.get(key) ?? fly(key, load);
      flights.set(key, flight);
      return flight;
    },
    forget: (tenantId) => {
      flights = new Map();
      unknown.clear();
      for (const [key, held] of known) if (held.value.tenantId === tenantId) known.delete(key);
    },
  };
}

function putBounded<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.set(key, value);
  if (map.size <= most) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}

function isAway(error: unknown): boolean {
  return (
    isUnreachable(error) || (error instanceof Problem && error.code === 'database_unavailable')
  );
}
