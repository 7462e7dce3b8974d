import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import type { Severity } from '../kernel/severity.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
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

export function listAlertRows(
  db: Db,
  tenantId: string,
  filter: AlertFilter,
  after: TimeKey | null,
  limit: number,
): Promise<AlertRow[]> {
  const { status, severities, serviceId, integrationId, incidentId, text } = filter;
  const query = alerts(db, tenantId)
    .$if(status !== null, (q) => q.where('status', '=', status ?? 'firing'))
    .$if(severities !== null, (q) => q.where('severity', 'in', severities ?? []))
    .$if(serviceId !== null, (q) => q.where('service_id', '=', serviceId))
    .$if(integrationId !== null, (q) => q.where('integration_id', '=', integrationId ?? ''))
    .$if(incidentId !== null, (q) => q.where('incident_id', '=', incidentId))
    .$if(text !== null, (q) => {
      const pattern = `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`;
      return q.where((eb) =>
        eb.or([eb('title', 'ilike', pattern), eb('description', 'ilike', pattern)]),
      );
    });
  return newestFirst(query, after, limit);
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
