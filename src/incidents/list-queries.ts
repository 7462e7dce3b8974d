import { sql } from 'kysely';
import { SEVERITIES, type Severity } from '../kernel/severity.ts';
import { fromRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import { INCIDENT_COLUMNS } from './columns.ts';
import { filterIncidents, type IncidentFilter } from './list-filter.ts';
import type { ListedIncident } from './snapshot.ts';

export const SORTS = ['newest', 'oldest', 'severity', 'updated'] as const;
export type IncidentSort = (typeof SORTS)[number];

/** Where the last page ended: the parts of its last row that the sort compares. */
export type IncidentKey = readonly (string | number)[];

const LONG = ['description', 'impact', 'root_cause', 'resolution', 'custom_fields'];
const LISTED_COLUMNS = INCIDENT_COLUMNS.filter(([name]) => !LONG.includes(name));
const SELECTED = LISTED_COLUMNS.map(([name]) => name) as (keyof Tables['incidents'])[];

function listed(db: Db, tenantId: string) {
  return db.selectFrom('incidents').select(SELECTED).where('tenant_id', '=', tenantId);
}

type Query = ReturnType<typeof listed>;
type Row = Awaited<ReturnType<Query['execute']>>[number];

/** The incidents of the filter in the sort's order, beginning after `after`. */
export async function listIncidentRows(
  db: Db,
  tenantId: string,
  filter: IncidentFilter,
  page: { readonly sort: IncidentSort; readonly after: IncidentKey | null; readonly limit: number },
): Promise<ListedIncident[]> {
  const query = (only: IncidentFilter) => filterIncidents(listed(db, tenantId), only);
  const rows =
    page.sort === 'severity'
      ? await listBySeverity(query, filter, page.after, page.limit)
      : await ordered(query(filter), page.sort, page.after).limit(page.limit).execute();
  return rows.map((row) => fromRow<ListedIncident>(LISTED_COLUMNS, row));
}

/** The key of a row, for the next page's cursor. */
export function keyOf(sort: IncidentSort, incident: ListedIncident): IncidentKey {
  if (sort === 'severity') return [incident.severity, incident.incidentId];
  return sort === 'updated' ? [incident.updatedAt, incident.incidentId] : [incident.incidentId];
}

function ordered(query: Query, sort: IncidentSort, after: IncidentKey | null): Query {
  if (sort === 'updated') return lastUpdated(query, after);
  const direction = sort === 'oldest' ? 'asc' : 'desc';
  const beyond = sort === 'oldest' ? '>' : '<';
  return query
    .$if(after !== null, (q) => q.where('incident_id', beyond, String(after?.at(-1))))
    .orderBy('incident_id', direction);
}

function lastUpdated(query: Query, after: IncidentKey | null): Query {
  const [at, id] = after ?? [];
  return query
    .$if(after !== null, (q) =>
      q.where(sql`(updated_at, incident_id)`, '<', sql`(${new Date(Number(at))}, ${id})`),
    )
    .orderBy('updated_at', 'desc')
    .orderBy('incident_id', 'desc');
}

/**
 * Worst first, newest first within a severity: one severity after the other until the page is
 * full, because each of them is a walk along an index, while all at once would be a sort of all.
 */
async function listBySeverity(
  query: (filter: IncidentFilter) => Query,
  filter: IncidentFilter,
  after: IncidentKey | null,
  limit: number,
): Promise<Row[]> {
  const from = after ? SEVERITIES.indexOf(after[0] as Severity) : 0;
  const rows: Row[] = [];
  for (const severity of SEVERITIES.slice(from)) {
    if (filter.severities && !filter.severities.includes(severity)) continue;
    const begin = severity === after?.[0] ? after : null;
    const one = ordered(query({ ...filter, severities: [severity] }), 'newest', begin);
    rows.push(...(await one.limit(limit - rows.length).execute()));
    if (rows.length >= limit) break;
  }
  return rows;
}
