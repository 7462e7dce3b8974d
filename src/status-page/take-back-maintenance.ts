import { conflict } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { hubIdsOf, touchHubs } from './hub-changes.ts';
import { changeMaintenance, type MaintenanceKey, showMaintenances } from './maintenance-changes.ts';
import { saveMaintenance } from './maintenance-queries.ts';
import type { MaintenanceView } from './maintenance-schemas.ts';
import { retractNotices } from './retraction-queries.ts';
import type { StatusContext } from './status-context.ts';

/**
 * Makes a public maintenance of which nobody was told a draft again. 409 `not_published` for a draft,
 * 409 `already_told` once the notice of its publication, of a change or of a step has gone out.
 */
export function takeBackMaintenance(
  context: StatusContext,
  input: MaintenanceKey,
): Promise<MaintenanceView> {
  return changeMaintenance(context, { route: 'take-back-maintenance', input }, async (tx, row) => {
    const { tenant_id: tenantId, maintenance_id: id } = row;
    if (row.published_at === null) throw conflict('not_published', 'It is a draft already.');
    const now = context.clock();
    const at = new Date(now);
    const { told } = await retractNotices(tx, tenantId, id, null, at);
    if (told) {
      const detail = 'Subscribers were told of this maintenance. Change it, or cancel it.';
      throw conflict('already_told', detail);
    }
    const values = { published_at: null, told: [], due_at: null, updated_at: at };
    const after = await saveMaintenance(tx, tenantId, id, values);
    await touchHubs(tx, tenantId, now, await hubIdsOf(tx, tenantId, row));
    const before = { title: row.title, start_time: row.starts_at, end_time: row.ends_at };
    await audit(tx, context, { action: 'maintenance.taken_back', targetId: id, before });
    const [view] = await showMaintenances(tx, { tenantId, hubId: input.id }, [after], now);
    if (!view) throw new Error('A maintenance cannot be shown.');
    return view;
  });
}
