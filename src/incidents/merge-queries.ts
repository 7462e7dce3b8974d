import type { AlertState } from '../alerts/rules/fold.ts';
import { fromRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';
import { ALERT_COLUMNS } from './columns.ts';

/** Locks the alerts of these incidents, ascending: before slots and incidents, as everywhere. */
export async function lockAlertsOf(
  tx: Db,
  tenantId: string,
  incidentIds: readonly string[],
): Promise<void> {
  await tx
    .selectFrom('alerts')
    .select('alert_id')
    .where('tenant_id', '=', tenantId)
    .where('incident_id', 'in', incidentIds)
    .orderBy('alert_id')
    .forUpdate()
    .execute();
}

/** The same with what they hold, for events about them. */
export async function lockAlertStatesOf(
  tx: Db,
  tenantId: string,
  incidentIds: readonly string[],
): Promise<readonly AlertState[]> {
  const rows = await tx
    .selectFrom('alerts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', 'in', incidentIds)
    .orderBy('alert_id')
    .forUpdate()
    .execute();
  return rows.map((row) => fromRow<AlertState>(ALERT_COLUMNS, row));
}

/**
 * Moves the alerts of some incidents to another. Since when an alert belongs to an incident stays
 * as it was: how long a sender's key is a duplicate is counted from there. One that joined
 * after the others had been locked moves as well; should somebody hold it, that is a deadlock, and
 * one of the two tries again.
 */
export async function moveAlerts(
  tx: Db,
  tenantId: string,
  incidentIds: readonly string[],
  to: string,
): Promise<void> {
  await tx
    .updateTable('alerts')
    .set({ incident_id: to })
    .where('tenant_id', '=', tenantId)
    .where('incident_id', 'in', incidentIds)
    .execute();
}
