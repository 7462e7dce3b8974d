import { readServiceNames } from '../incidents/service-refs.ts';
import type { Db } from '../store/connection.ts';
import type { ActionView } from './custom-action-schemas.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { readHealth } from './webhook-health-queries.ts';
import type { WebhookRow } from './webhook-queries.ts';
import { showReach } from './webhook-view.ts';

/** Custom actions as the API shows them to admins. */
export async function showActions(
  db: Db,
  { caller, clock, sealer }: Pick<DeliveryContext, 'caller' | 'clock' | 'sealer'>,
  rows: readonly WebhookRow[],
): Promise<ActionView[]> {
  const { tenantId } = caller;
  const names = await readServiceNames(db, tenantId, rows.map(serviceOf));
  const ids = rows.map((row) => row.webhook_id);
  const health = await readHealth(db, tenantId, ids);
  return rows.map((row) => ({
    ...showReach(row, sealer, health.get(row.webhook_id), clock()),
    service: names(serviceOf(row)),
  }));
}

/** One custom action, as {@link showActions}. */
export async function showAction(
  db: Db,
  context: Pick<DeliveryContext, 'caller' | 'clock' | 'sealer'>,
  row: WebhookRow,
): Promise<ActionView> {
  const [view] = await showActions(db, context, [row]);
  if (!view) throw new Error('One row gives one view.');
  return view;
}

/** The service whose incidents offer the action; null: every incident does. */
export function serviceOf(row: WebhookRow): string | null {
  return row.service_ids?.[0] ?? null;
}
