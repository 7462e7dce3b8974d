import type { Store } from '../store/connection.ts';
import { listRecentCounts, type RecentCount } from './receipt-count-queries.ts';

/** Requests at an integration since it was last asked. */
export interface NewReceipts {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly accepted: number;
  readonly refused: number;
}

/** Watches the counts of tenants. */
export interface ReceiptWatch {
  /** What is counted until now is not new. */
  readonly begin: (tenantId: string) => Promise<void>;
  /** What is new at the tenants that were begun with; all others are forgotten. */
  readonly news: (tenantIds: () => readonly string[]) => Promise<NewReceipts[]>;
}

type Counts = ReadonlyMap<string, RecentCount>;

export function createReceiptWatch(store: Store): ReceiptWatch {
  const known = new Map<string, Counts>();
  const read = async (tenantIds: readonly string[]) => {
    const rows = tenantIds.length === 0 ? [] : await listRecentCounts(store.db, tenantIds);
    return Map.groupBy(rows, ({ tenantId }) => tenantId);
  };
  return {
    begin: async (tenantId) => {
      if (known.has(tenantId)) return;
      const rows = await read([tenantId]);
      if (!known.has(tenantId)) known.set(tenantId, byKey(rows.get(tenantId) ?? []));
    },
    news: async (tenantIds) => {
      const asked = tenantIds().filter((tenantId) => known.has(tenantId));
      const rows = await read(asked);
      const news = asked.flatMap((tenantId) => {
        const own = rows.get(tenantId) ?? [];
        const before = known.get(tenantId) ?? byKey(own);
        known.set(tenantId, byKey(own));
        return own.flatMap((row) => increase(row, before.get(keyOf(row))) ?? []);
      });
      const present = new Set(tenantIds());
      for (const tenantId of known.keys()) if (!present.has(tenantId)) known.delete(tenantId);
      return [...sumOf(news).values()];
    },
  };
}

function byKey(rows: readonly RecentCount[]): Counts {
  return new Map(rows.map((row) => [keyOf(row), row]));
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
