import type { Manifest, Totals } from '../store/archive/manifest.ts';

/** What commands say about an archive, as JSON. */
export function summaryOf(manifest: Manifest, totals: Totals) {
  const tables = Object.entries(totals.tables).map(([name, total]) => ({ name, ...total }));
  return {
    kind: manifest.kind,
    made_at: manifest.made_at,
    hub_version: manifest.hub_version,
    migration: manifest.migrations.at(-1)?.name ?? null,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    tables,
  };
}

/** The same in a few words: `54 tables, 12,345 rows`. */
export function wordsFor(manifest: Manifest, totals: Totals): string {
  const { rows, tables } = summaryOf(manifest, totals);
  return `${tables.length} tables, ${rows.toLocaleString('en')} rows`;
}
