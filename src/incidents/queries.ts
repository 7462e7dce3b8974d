import type { Insertable, Updateable } from 'kysely';
import { fromRow, propertyOf, toRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import { INCIDENT_COLUMNS, OUTBOX_COLUMNS, TIMELINE_COLUMNS } from './columns.ts';
import { entryRows } from './entries.ts';
import type { Entry, IncidentState } from './rules/incident.ts';

// Single incidents. Lists are in list-queries.ts, slots in slot-queries.ts, the timer's in
// due-queries.ts, alerts in alert-queries.ts.

function incidents(db: Db, tenantId: string, incidentId: string) {
  return db
    .selectFrom('incidents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId);
}

const stateOf = (row: object | undefined) => row && fromRow<IncidentState>(INCIDENT_COLUMNS, row);

export async function findIncident(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<IncidentState | undefined> {
  return stateOf(await incidents(db, tenantId, incidentId).executeTakeFirst());
}

function several(db: Db, tenantId: string, incidentIds: readonly string[]) {
  return db
    .selectFrom('incidents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', 'in', incidentIds)
    .orderBy('incident_id');
}

const statesOf = (rows: readonly object[]) =>
  rows.map((row) => fromRow<IncidentState>(INCIDENT_COLUMNS, row));

/** Those of the incidents that exist, by ascending id. */
export async function findIncidents(
  db: Db,
  tenantId: string,
  incidentIds: readonly string[],
): Promise<IncidentState[]> {
  return statesOf(await several(db, tenantId, incidentIds).execute());
}

/** Locks several incidents in ascending order. */
export async function lockIncidents(
  tx: Db,
  tenantId: string,
  incidentIds: readonly string[],
): Promise<IncidentState[]> {
  return statesOf(await several(tx, tenantId, incidentIds).forUpdate().execute());
}

/** Locks the incident; its slot, if the caller may touch it, is locked before. */
export async function lockIncident(
  tx: Db,
  tenantId: string,
  incidentId: string,
): Promise<IncidentState | undefined> {
  return stateOf(await incidents(tx, tenantId, incidentId).forUpdate().executeTakeFirst());
}

/** Locks the incident unless somebody else has it: for timers of several replicas. */
export async function lockFreeIncident(
  tx: Db,
  tenantId: string,
  incidentId: string,
): Promise<IncidentState | undefined> {
  const query = incidents(tx, tenantId, incidentId).forUpdate().skipLocked();
  return stateOf(await query.executeTakeFirst());
}

export async function insertIncident(
  tx: Db,
  tenantId: string,
  state: IncidentState,
): Promise<void> {
  const row = { ...toRow(INCIDENT_COLUMNS, state), tenant_id: tenantId };
  await tx
    .insertInto('incidents')
    .values(row as unknown as Insertable<Tables['incidents']>)
    .execute();
}

/** Writes what changed between the locked state and the next one. */
export async function saveIncident(
  tx: Db,
  tenantId: string,
  before: IncidentState,
  after: IncidentState,
): Promise<void> {
  const changed = INCIDENT_COLUMNS.filter(([name]) => {
    const property = propertyOf(name) as keyof IncidentState;
    return before[property] !== after[property];
  });
  if (changed.length === 0) return;
  await tx
    .updateTable('incidents')
    .set(toRow(changed, after) as Updateable<Tables['incidents']>)
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', after.incidentId)
    .execute();
}

/** Appends what happened to the timeline, and what is to be pushed to the outbox. */
export async function insertEntries(
  tx: Db,
  tenantId: string,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => entryRows(entry));
  const timeline = rows.map((row) => ({
    ...toRow(TIMELINE_COLUMNS, row.timeline),
    tenant_id: tenantId,
  }));
  await tx
    .insertInto('timeline_entries')
    .values(timeline as unknown as Insertable<Tables['timeline_entries']>[])
    .execute();
  const outbox = rows
    .flatMap((row) => row.outbox ?? [])
    .map((row) => ({ ...toRow(OUTBOX_COLUMNS, row), tenant_id: tenantId }));
  if (outbox.length === 0) return;
  await tx
    .insertInto('outbox')
    .values(outbox as unknown as Insertable<Tables['outbox']>[])
    .execute();
}

/** Oldest first; `after` is the number of the last entry shown. */
export function listTimelineRows(
  db: Db,
  tenantId: string,
  incidentId: string,
  after: number,
  limit: number,
) {
  return db
    .selectFrom('timeline_entries')
    .select(['seq', 'at', 'kind', 'actor', 'detail'])
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}
