import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { instantOf } from './create-maintenance.ts';
import { requireHub } from './get-hub.ts';
import { type MaintenanceKey, maintenanceOfHub, showMaintenances } from './maintenance-changes.ts';
import { findMaintenance } from './maintenance-queries.ts';
import type { MaintenanceQuery, MaintenanceView } from './maintenance-schemas.ts';
import { listMaintenanceRows } from './report-list-queries.ts';
import type { StatusContext } from './status-context.ts';

/** Maintenances of a page, drafts too, the latest start first; between two instants for a calendar. */
export function listMaintenances(
  context: StatusContext,
  input: MaintenanceQuery & { readonly id: string },
): Promise<Page<MaintenanceView>> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const { id, limit = PAGE_SIZE, cursor, phase = null } = input;
  const now = context.clock();
  const filter = {
    hubId: id,
    phase,
    from: dateOrNull('/from', input.from),
    to: dateOrNull('/to', input.to),
    before: cursor === undefined ? null : lastShown(cursor),
    limit: limit + 1,
    now: new Date(now),
  };
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, id);
    const rows = await listMaintenanceRows(db, tenantId, filter);
    const page = pageOf(rows, limit, (row) => [row.starts_at.getTime(), row.maintenance_id]);
    return { ...page, data: await showMaintenances(db, { tenantId, hubId: id }, page.data, now) };
  });
}

function lastShown(cursor: string): [Date, string] {
  const [at, id] = decodeCursor(cursor, 2);
  return [new Date(Number(at)), String(id)];
}

function dateOrNull(pointer: string, text: string | undefined): Date | null {
  return text === undefined ? null : new Date(instantOf(pointer, text));
}

/** One maintenance. */
export function getMaintenance(
  context: StatusContext,
  input: MaintenanceKey,
): Promise<MaintenanceView> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, input.id);
    const found = await findMaintenance(db, tenantId, input.maintenance_id);
    const row = maintenanceOfHub(found, input.id);
    const place = { tenantId, hubId: input.id };
    const [view] = await showMaintenances(db, place, [row], context.clock());
    if (!view) throw new Error('A maintenance cannot be shown.');
    return view;
  });
}
