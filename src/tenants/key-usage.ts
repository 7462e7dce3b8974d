import { type Instant, MINUTE } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { touchApiKey } from './people-queries.ts';

/** Keys whose last use is remembered here; more than that are noted more often than needed. */
const MOST_KEYS = 10_000;

/** Notes that an API key was used, at most once a minute for each key, in the background. */
export type NoteKeyUse = (tenantId: string, keyId: string, now: Instant) => void;

export function createKeyUsage(store: Store): NoteKeyUse {
  const noted = new Map<string, Instant>();
  return (tenantId, keyId, now) => {
    if (now - (noted.get(keyId) ?? 0) < MINUTE) return;
    if (noted.size >= MOST_KEYS) noted.clear();
    noted.set(keyId, now);
    const notSince = new Date(now - MINUTE);
    // Losing a note does no harm; a request must neither wait nor fail for it.
    touchApiKey(store.db, tenantId, keyId, new Date(now), notSince).catch(() => {});
  };
}
