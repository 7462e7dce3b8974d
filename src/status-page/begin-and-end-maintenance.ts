import { conflict } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { hubIdsOf, touchHubs } from './hub-changes.ts';
import {
  changeMaintenance,
  type MaintenanceKey,
  showWrittenMaintenance,
} from './maintenance-changes.ts';
import { saveMaintenance } from './maintenance-queries.ts';
import type { MaintenanceWritten } from './maintenance-schemas.ts';
import { cancelMaintenanceRow } from './maintenance-writes.ts';
import type { MaintenanceRow } from './page-event-queries.ts';
import { GRACE } from './report-writes.ts';
import type { StatusContext } from './status-context.ts';

/** Begins a scheduled maintenance now; it ends when it was to end. 409 `not_scheduled`. */
export function startMaintenance(
  context: StatusContext,
  input: MaintenanceKey,
): Promise<MaintenanceWritten> {
  return changeMaintenance(context, { route: 'start-maintenance', input }, async (tx, row) => {
    const now = context.clock();
    if (row.published_at === null || row.starts_at.getTime() <= now) {
      throw conflict('not_scheduled', 'Only a published maintenance that has not begun can begin.');
    }
    // The clock tells of the beginning, and no reminder of it is due any more.
    const told = [...new Set([...row.told, 'reminder'])];
    const values = { starts_at: new Date(now), told };
    return move(tx, context, { row, hubId: input.id }, values, 'maintenance.started');
  });
}

/** Ends a maintenance that is under way. 409 `not_in_progress`. */
export function endMaintenance(
  context: StatusContext,
  input: MaintenanceKey,
): Promise<MaintenanceWritten> {
  return changeMaintenance(context, { route: 'end-maintenance', input }, async (tx, row) => {
    const now = context.clock();
    const started = row.published_at !== null && row.starts_at.getTime() < now;
    if (!started || row.ends_at.getTime() <= now) {
      throw conflict('not_in_progress', 'Only a maintenance that is under way can be ended.');
    }
    return move(
      tx,
      context,
      { row, hubId: input.id },
      { ends_at: new Date(now) },
      'maintenance.ended',
    );
  });
}

async function move(
  tx: Db,
  context: StatusContext,
  { row, hubId }: { readonly row: MaintenanceRow; readonly hubId: string },
  values: { readonly starts_at?: Date; readonly ends_at?: Date; readonly told?: string[] },
  action: string,
): Promise<MaintenanceWritten> {
  const now = context.clock();
  const { tenant_id: tenantId, maintenance_id: id } = row;
  const at = new Date(now);
  const after = await saveMaintenance(tx, tenantId, id, { ...values, due_at: at, updated_at: at });
  await touchHubs(tx, tenantId, now, await hubIdsOf(tx, tenantId, after));
  await audit(tx, context, {
    action,
    targetId: id,
    before: { start_time: row.starts_at, end_time: row.ends_at },
    after: { start_time: after.starts_at, end_time: after.ends_at },
  });
  return showWrittenMaintenance(tx, { row: after, recipients: 0 }, { hubId, toldAt: now, now });
}

/** Cancels a maintenance: it leaves the page, and subscribers are told unless it has ended. */
export function cancelMaintenance(
  context: StatusContext,
  input: MaintenanceKey,
): Promise<MaintenanceWritten> {
  return changeMaintenance(context, { route: 'cancel-maintenance', input }, async (tx, row) => {
    const now = context.clock();
    const written = await cancelMaintenanceRow(tx, row, now + GRACE, now);
    await audit(tx, context, {
      action: 'maintenance.cancelled',
      targetId: row.maintenance_id,
      before: { title: row.title, start_time: row.starts_at, end_time: row.ends_at },
    });
    return showWrittenMaintenance(tx, written, { hubId: input.id, toldAt: now + GRACE, now });
  });
}
