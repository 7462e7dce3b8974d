import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { SEVERITIES, type Severity } from '../kernel/severity.ts';
import { fromRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import { INCIDENT_COLUMNS } from './columns.ts';
import { type IncidentFilter, splitById, splitByUpdate } from './list-filter.ts';
import { all, type ScanKey, type Scanned, scan, type Walk } from './list-scan.ts';
import type { ListedIncident } from './snapshot.ts';

export const SORTS = ['newest', 'oldest', 'severity', 'updated'] as const;
export type IncidentSort = (typeof SORTS)[number];

/** Where the last page ended: the parts of its last row that the sort compares. */
export type IncidentKey = readonly (string | number)[];

const LONG = ['description', 'impact', 'root_cause', 'resolution', 'custom_fields'];
/** What a row of a list needs. */
export const LISTED_COLUMNS = INCIDENT_COLUMNS.filter(([name]) => !LONG.includes(name));
const SELECTED = LISTED_COLUMNS.map(([name]) => name) as (keyof Tables['incidents'])[];

/** A page to read. */
interface Paging {
  readonly sort: IncidentSort;
  readonly after: IncidentKey | null;
  readonly limit: number;
}

/** A page of a list: short of rows or empty also where the search only paused (list-scan.ts). */
export interface IncidentRows {
  readonly rows: readonly ListedIncident[];
  /** Where the list goes on; null: it does not. */
  readonly next: IncidentKey | null;
}

/** The incidents of the filter in the sort's order, beginning after `after`. */
export async function listIncidentPage(
  db: Db,
  tenantId: string,
  filter: IncidentFilter,
  page: Paging,
): Promise<IncidentRows> {
  const { sort, limit } = page;
  const found =
    sort === 'severity'
      ? await scanBySeverity(db, tenantId, filter, page)
      : await scan(db, walkOf(tenantId, filter, sort, page.after), limit + 1);
  const shown = found.keys.slice(0, limit);
  const last = found.keys.length > limit ? shown.at(-1) : found.end;
  const rows = await readRows(
    db,
    tenantId,
    shown.map((key) => String(key.incident_id)),
  );
  return { rows, next: last ? cursorOf(sort, last) : null };
}

/** The first rows of a list. */
export async function listIncidentRows(
  db: Db,
  tenantId: string,
  filter: IncidentFilter,
  page: Paging,
): Promise<readonly ListedIncident[]> {
  return (await listIncidentPage(db, tenantId, filter, page)).rows;
}

async function readRows(db: Db, tenantId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('incidents')
    .select(SELECTED)
    .where('tenant_id', '=', tenantId)
    .where('incident_id', 'in', ids)
    .execute();
  const byId = new Map(rows.map((row) => [row.incident_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [fromRow<ListedIncident>(LISTED_COLUMNS, row)] : [];
  });
}

function cursorOf(sort: IncidentSort, key: ScanKey): IncidentKey {
  const id = String(key.incident_id);
  if (sort === 'severity') return [String(key.severity), id];
  return sort === 'updated' ? [(key.updated_at as Date).getTime(), id] : [id];
}

function walkOf(
  tenantId: string,
  filter: IncidentFilter,
  sort: Exclude<IncidentSort, 'severity'>,
  after: IncidentKey | null,
): Walk {
  if (sort === 'updated') return walkUpdated(tenantId, filter, after);
  const { where, fits, budget } = splitById(filter);
  const oldest = sort === 'oldest';
  const id = after && String(after.at(-1));
  const beyond = oldest ? sql<SqlBool>`incident_id > ${id}` : sql<SqlBool>`incident_id < ${id}`;
  return {
    table: 'incidents',
    key: ['incident_id'],
    where: all([own(tenantId), ...where, ...(after ? [beyond] : [])]),
    fits: fits.length === 0 ? null : all(fits),
    order: oldest ? sql`incident_id` : sql`incident_id desc`,
    budget,
  };
}

/** Holds always; the index by update is partial (migration 4), and this lets the planner use it. */
const OF_THE_INDEX = sql<SqlBool>`updated_at > '2000-01-01 00:00:00+00'`;

/** Milliseconds are what a cursor holds and the column stores (`record` in rules/step.ts). */
function walkUpdated(tenantId: string, filter: IncidentFilter, after: IncidentKey | null): Walk {
  const { fits, budget } = splitByUpdate(filter);
  const [at, id] = after ?? [];
  const beyond = sql<SqlBool>`(updated_at, incident_id) < (${new Date(Number(at))}, ${String(id)})`;
  return {
    table: 'incidents',
    key: ['updated_at', 'incident_id'],
    where: all([own(tenantId), OF_THE_INDEX, ...(after ? [beyond] : [])]),
    fits: fits.length === 0 ? null : all(fits),
    order: sql`updated_at desc, incident_id desc`,
    budget,
  };
}

function own(tenantId: string): RawBuilder<SqlBool> {
  return sql`tenant_id = ${tenantId}`;
}

/**
 * Worst first, newest first within a severity: one severity after the other until the page is full
 * or enough rows were looked at, because each of them is a walk along an index, while all at once
 * would be a sort of all.
 */
async function scanBySeverity(
  db: Db,
  tenantId: string,
  filter: IncidentFilter,
  { after, limit }: Paging,
): Promise<Scanned> {
  const keys: ScanKey[] = [];
  let looked = 0;
  for (const severity of severitiesFrom(filter, after)) {
    const begin = severity === after?.[0] ? after : null;
    const one = { ...filter, severities: [severity] };
    const walk = walkOf(tenantId, one, 'newest', begin);
    const budget = walk.budget - looked;
    const named = (key: ScanKey): ScanKey => ({ ...key, severity });
    // A cursor needs a row to go on from: with nothing left, the next page begins at this severity.
    if (budget <= 0) return { keys, looked, end: { severity, incident_id: HIGHEST } };
    const found = await scan(db, { ...walk, budget }, limit + 1 - keys.length);
    keys.push(...found.keys.map(named));
    looked += found.looked;
    if (keys.length > limit) break;
    if (found.end) return { keys, looked, end: named(found.end) };
  }
  return { keys, looked, end: null };
}

/** Above every id, in any collation. */
const HIGHEST = `inc_${'z'.repeat(26)}`;

function severitiesFrom({ severities }: IncidentFilter, after: IncidentKey | null): Severity[] {
  const from = after ? SEVERITIES.indexOf(after[0] as Severity) : 0;
  return SEVERITIES.slice(from).filter((one) => severities === null || severities.includes(one));
}
