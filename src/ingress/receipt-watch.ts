import type { Store } from '../store/connection.ts';
import { listRecentCounts, type RecentCount } from './receipt-count-queries.ts';

/** Requests at an integration since it was last asked. */
export interface NewReceipts {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly accepted: number;
  readonly refused: number;
}

/**
 * Watches the counts of the tenants it is asked about: what was there when it was first asked about
 * a tenant is not new.
 */
export function createReceiptWatch(
  store: Store,
): (tenantIds: readonly string[]) => Promise<NewReceipts[]> {
  let known = new Map<string, RecentCount>();
  let watched = new Set<string>();
  return async (tenantIds) => {
    const rows = tenantIds.length === 0 ? [] : await listRecentCounts(store.db, tenantIds);
    const fresh = rows.filter(({ tenantId }) => watched.has(tenantId));
    const news = fresh.flatMap((row) => increase(row, known.get(keyOf(row))) ?? []);
    known = new Map(rows.map((row) => [keyOf(row), row]));
    watched = new Set(tenantIds);
    return [...sumOf(news).values()];
  };
}

function keyOf({ integrationId, minute }: RecentCount): string {
  return `${integrationId} ${minute.getTime()}`;
}

function increase(row: RecentCount, before: RecentCount | undefined): NewReceipts | null {
  const accepted = row.accepted - (before?.accepted ?? 0);
  const refused = row.refused - (before?.refused ?? 0);
  if (accepted <= 0 && refused <= 0) return null;
  const { tenantId, integrationId } = row;
  return {
    tenantId,
    integrationId,
    accepted: Math.max(0, accepted),
    refused: Math.max(0, refused),
  };
}

function sumOf(news: readonly NewReceipts[]): Map<string, NewReceipts> {
  const sums = new Map<string, NewReceipts>();
  for (const one of news) {
    const sum = sums.get(one.integrationId);
    const accepted = one.accepted + (sum?.accepted ?? 0);
    const refused = one.refused + (sum?.refused ?? 0);
    sums.set(one.integrationId, { ...one, accepted, refused });
  }
  return sums;
}
