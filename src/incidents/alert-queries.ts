import { type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Severity } from '../kernel/severity.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import { all, hasText, LOOKED_AT, LOOKED_INTO, scan, type Walk } from './list-scan.ts';
import type { TimeKey } from './page-keys.ts';

export type AlertRow = Selectable<Tables['alerts']>;

/** Which alerts a list shows; null: any. */
export interface AlertFilter {
  readonly status: 'firing' | 'resolved' | null;
  readonly severities: readonly Severity[] | null;
  readonly serviceId: string | null;
  readonly integrationId: string | null;
  readonly incidentId: string | null;
  /** Part of the title or the description, in any case. */
  readonly text: string | null;
}

type Query = SelectQueryBuilder<Tables, 'alerts', AlertRow>;

function alerts(db: Db, tenantId: string): Query {
  return db.selectFrom('alerts').selectAll().where('tenant_id', '=', tenantId);
}

export function findAlert(db: Db, tenantId: string, alertId: string) {
  return alerts(db, tenantId).where('alert_id', '=', alertId).executeTakeFirst();
}

/** Locks the alert: before slots and incidents, as everywhere. */
export function lockAlert(tx: Db, tenantId: string, alertId: string) {
  return alerts(tx, tenantId).where('alert_id', '=', alertId).forUpdate().executeTakeFirst();
}

export async function resolveAlertRow(tx: Db, tenantId: string, alertId: string): Promise<void> {
  await tx
    .updateTable('alerts')
    .set({ status: 'resolved' })
    .where('tenant_id', '=', tenantId)
    .where('alert_id', '=', alertId)
    .execute();
}

/** First seen last first, beginning after `after`. */
function newestFirst(query: Query, after: TimeKey | null, limit: number): Promise<AlertRow[]> {
  return query
    .$if(after !== null, (q) =>
      q.where(sql`(first_seen_at, alert_id)`, '<', sql`(${after?.at}, ${after?.id})`),
    )
    .orderBy('first_seen_at', 'desc')
    .orderBy('alert_id', 'desc')
    .limit(limit)
    .execute();
}

/** A page of alerts: short of rows or empty also where the search only paused (list-scan.ts). */
export interface AlertRows {
  readonly rows: readonly AlertRow[];
  /** The last row shown or looked at; null: the list ends. */
  readonly next: TimeKey | null;
}

/** First seen last first, beginning after `after`. */
export async function listAlertPage(
  db: Db,
  tenantId: string,
  filter: AlertFilter,
  after: TimeKey | null,
  limit: number,
): Promise<AlertRows> {
  const found = await scan(db, walkOf(tenantId, filter, after), limit + 1);
  const shown = found.keys.slice(0, limit);
  const last = found.keys.length > limit ? shown.at(-1) : found.end;
  const ids = shown.map((key) => String(key.alert_id));
  const rows =
    ids.length === 0 ? [] : await alerts(db, tenantId).where('alert_id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.alert_id, row]));
  return {
    rows: ids.flatMap((id) => byId.get(id) ?? []),
    next: last ? { at: last.first_seen_at as Date, id: String(last.alert_id) } : null,
  };
}

/** The first alerts of a list. */
export async function listAlertRows(
  db: Db,
  tenantId: string,
  filter: AlertFilter,
  after: TimeKey | null,
  limit: number,
): Promise<readonly AlertRow[]> {
  return (await listAlertPage(db, tenantId, filter, after, limit)).rows;
}

/** Along the alerts of the incident, at most some thousand, or along all by their age. */
function walkOf(tenantId: string, filter: AlertFilter, after: TimeKey | null): Walk {
  const { status, severities, serviceId, integrationId, incidentId, text } = filter;
  const where = [
    sql<SqlBool>`tenant_id = ${tenantId}`,
    ...(incidentId === null ? [] : [sql<SqlBool>`incident_id = ${incidentId}`]),
    ...(after
      ? [sql<SqlBool>`(first_seen_at, alert_id) < (${after.at}::timestamptz, ${after.id})`]
      : []),
  ];
  const fits = [
    ...(status === null ? [] : [sql<SqlBool>`status = ${status}`]),
    ...(severities === null ? [] : [sql<SqlBool>`severity = any(${[...severities]}::text[])`]),
    ...(serviceId === null ? [] : [sql<SqlBool>`service_id = ${serviceId}`]),
    ...(integrationId === null ? [] : [sql<SqlBool>`integration_id = ${integrationId}`]),
    ...(text === null ? [] : [hasText(text)]),
  ];
  return {
    table: 'alerts',
    key: ['first_seen_at', 'alert_id'],
    where: all(where),
    fits: fits.length === 0 ? null : all(fits),
    order: sql`first_seen_at desc, alert_id desc`,
    budget: text === null ? LOOKED_AT : LOOKED_INTO,
  };
}

/** The alerts an incident has, and those that came to it once and are elsewhere now. */
export function listAlertRowsOf(
  db: Db,
  tenantId: string,
  incidentId: string,
  after: TimeKey | null,
  limit: number,
): Promise<AlertRow[]> {
  const members = sql<string>`
    select alert_id from alerts where tenant_id = ${tenantId} and incident_id = ${incidentId}
    union
    select detail ->> 'alert_id' from timeline_entries
    where tenant_id = ${tenantId} and incident_id = ${incidentId}
      and kind in ('opened', 'alert_joined')`;
  const query = alerts(db, tenantId).where(sql<boolean>`alert_id in (${members})`);
  return newestFirst(query, after, limit);
}

/** Kept occurrences of an alert, newest first. */
export function listAlertEventRows(
  db: Db,
  tenantId: string,
  alertId: string,
  after: TimeKey | null,
  limit: number,
) {
  return db
    .selectFrom('alert_events')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('alert_id', '=', alertId)
    .$if(after !== null, (q) =>
      q.where(sql`(received_at, event_id)`, '<', sql`(${after?.at}, ${after?.id})`),
    )
    .orderBy('received_at', 'desc')
    .orderBy('event_id', 'desc')
    .limit(limit)
    .execute();
}
