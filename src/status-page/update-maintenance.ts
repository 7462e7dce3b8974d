import { audit } from '../tenants/audit.ts';
import { instantOf } from './create-maintenance.ts';
import { textOf } from './hook-payload.ts';
import {
  changeMaintenance,
  type MaintenanceKey,
  requireWindow,
  showWrittenMaintenance,
} from './maintenance-changes.ts';
import type { MaintenanceWritten, UpdateMaintenanceBody } from './maintenance-schemas.ts';
import { putMaintenance, type WantedMaintenance } from './maintenance-writes.ts';
import type { MaintenanceRow } from './page-event-queries.ts';
import { requireServices } from './report-changes.ts';
import { GRACE } from './report-writes.ts';
import { sanitizeTitle } from './sanitize-body.ts';
import type { StatusContext } from './status-context.ts';

/**
 * Changes or moves a maintenance; subscribers are told of what they would notice. After its end only
 * a later end is possible: 409 `maintenance_ended`.
 */
export function updateMaintenance(
  context: StatusContext,
  input: UpdateMaintenanceBody & MaintenanceKey,
): Promise<MaintenanceWritten> {
  const { tenantId, actor } = context.caller;
  return changeMaintenance(context, { route: 'update-maintenance', input }, async (tx, row) => {
    await requireServices(tx, tenantId, input.statuses ?? []);
    const now = context.clock();
    const wanted = { ...wantedOf(row, input), actor, digest: null, grace: GRACE };
    requireWindow(wanted.startsAt, wanted.endsAt);
    const written = await putMaintenance(tx, tenantId, row, wanted, now);
    const { id: _, maintenance_id, ...after } = input;
    await audit(tx, context, {
      action: 'maintenance.updated',
      targetId: maintenance_id,
      before: {
        title: row.title,
        body: row.body_raw,
        start_time: row.starts_at,
        end_time: row.ends_at,
        statuses: row.statuses,
        silent: row.silent,
      },
      after,
    });
    return showWrittenMaintenance(tx, written, { hubId: input.id, toldAt: now + GRACE, now });
  });
}

/** The maintenance as it is, with what is given changed. */
export function wantedOf(
  row: MaintenanceRow,
  input: UpdateMaintenanceBody,
): Omit<WantedMaintenance, 'actor' | 'digest' | 'grace'> {
  const was = { html: row.body_html, text: row.body_text };
  const { start_time, end_time } = input;
  return {
    title: input.title === undefined ? row.title : sanitizeTitle(input.title),
    ...(input.body === undefined ? { raw: row.body_raw, body: was } : textOf('/body', input.body)),
    startsAt:
      start_time === undefined ? row.starts_at.getTime() : instantOf('/start_time', start_time),
    endsAt: end_time === undefined ? row.ends_at.getTime() : instantOf('/end_time', end_time),
    statuses: input.statuses ?? row.statuses,
    silent: input.silent ?? row.silent,
    draft: row.published_at === null,
    remindMinutes: input.remind_minutes === undefined ? row.remind_minutes : input.remind_minutes,
  };
}
