import { invalid, notFound } from '../kernel/errors.ts';
import { formatInstant, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { readComponentNames } from './component-names.ts';
import { requireHub } from './get-hub.ts';
import { lockMaintenance } from './maintenance-queries.ts';
import {
  type MaintenanceView,
  type MaintenanceWritten,
  showMaintenanceRow,
} from './maintenance-schemas.ts';
import type { WrittenMaintenance } from './maintenance-writes.ts';
import type { MaintenanceRow } from './page-event-queries.ts';
import type { StatusContext } from './status-context.ts';

/** Which maintenance, on which of the tenant's pages. */
export interface MaintenanceKey {
  /** The page. */
  readonly id: string;
  readonly maintenance_id: string;
}

/** Runs a responder's verb about a maintenance, with its row locked. 404 for another page's. */
export function changeMaintenance<T>(
  context: StatusContext,
  request: { readonly route: string; readonly input: MaintenanceKey },
  work: (tx: Db, row: MaintenanceRow) => Promise<T>,
): Promise<T> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  const { id, maintenance_id } = request.input;
  return runVerb(context, request, async (tx) => {
    await requireHub(tx, tenantId, id);
    return work(tx, maintenanceOfHub(await lockMaintenance(tx, tenantId, maintenance_id), id));
  });
}

/** 404 for what is not on this page, or was cancelled. */
export function maintenanceOfHub(row: MaintenanceRow | undefined, hubId: string): MaintenanceRow {
  const isHere = row && (row.hub_id === null || row.hub_id === hubId);
  if (!isHere || row.deleted_at !== null) throw notFound('The maintenance');
  return row;
}

/** 422 unless it ends after it starts (decision 19). */
export function requireWindow(startsAt: Instant, endsAt: Instant): void {
  if (endsAt > startsAt) return;
  throw invalid('A maintenance ends after it starts.', [
    {
      pointer: '/end_time',
      expected: `a time after ${formatInstant(startsAt)}`,
      received: formatInstant(endsAt),
    },
  ]);
}

/** Maintenances as the API shows them, with their services as the page names them. */
export async function showMaintenances(
  db: Db,
  { tenantId, hubId }: { readonly tenantId: string; readonly hubId: string },
  rows: readonly MaintenanceRow[],
  now: Instant,
): Promise<MaintenanceView[]> {
  const ids = rows.flatMap(({ statuses }) => statuses.map(({ service_id }) => service_id));
  const nameOf = await readComponentNames(db, tenantId, [hubId], ids);
  return rows.map((row) => showMaintenanceRow(row, (id) => nameOf(hubId, id), now));
}

/** What a person is told who has changed one on a page. `toldAt`: when subscribers are. */
export async function showWrittenMaintenance(
  tx: Db,
  { row, recipients }: WrittenMaintenance,
  at: { readonly hubId: string; readonly toldAt: Instant; readonly now: Instant },
): Promise<MaintenanceWritten> {
  const { hubId, now, toldAt } = at;
  const [maintenance] = await showMaintenances(tx, { tenantId: row.tenant_id, hubId }, [row], now);
  if (!maintenance) throw new Error('A maintenance cannot be shown.');
  return { maintenance, recipients, told_at: recipients > 0 ? formatInstant(toldAt) : null };
}
