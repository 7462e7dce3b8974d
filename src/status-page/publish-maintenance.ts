import { conflict } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import {
  changeMaintenance,
  type MaintenanceKey,
  showWrittenMaintenance,
} from './maintenance-changes.ts';
import type { MaintenanceWritten, PublishMaintenanceBody } from './maintenance-schemas.ts';
import { putMaintenance } from './maintenance-writes.ts';
import { GRACE } from './report-writes.ts';
import type { StatusContext } from './status-context.ts';
import { wantedOf } from './update-maintenance.ts';

/** Makes a draft public. 409 `already_published`. */
export function publishMaintenance(
  context: StatusContext,
  input: PublishMaintenanceBody & MaintenanceKey,
): Promise<MaintenanceWritten> {
  const { tenantId, actor } = context.caller;
  return changeMaintenance(context, { route: 'publish-maintenance', input }, async (tx, row) => {
    if (row.published_at !== null) {
      throw conflict('already_published', 'The maintenance is public.');
    }
    const now = context.clock();
    const silent = input.silent ?? row.silent;
    const wanted = { ...wantedOf(row, {}), silent, draft: false };
    const rest = { actor, digest: row.digest, grace: GRACE };
    const written = await putMaintenance(tx, tenantId, row, { ...wanted, ...rest }, now);
    const { maintenance_id: targetId } = row;
    await audit(tx, context, { action: 'maintenance.published', targetId, after: { silent } });
    return showWrittenMaintenance(tx, written, { hubId: input.id, toldAt: now + GRACE, now });
  });
}
