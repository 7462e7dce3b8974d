import { conflict } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { listActionRows } from './webhook-queries.ts';

/** Buttons of a service, and as many of no service in particular (seed 003, "custom actions"). */
const MOST_ACTIONS = 5;

/**
 * Throws 409 `too_many_actions` when the service (null: none in particular) has no place for one
 * more; `except` is the action that moves there. The caller holds the tenant's lock.
 */
export async function requirePlaceForAction(
  tx: Db,
  tenantId: string,
  serviceId: string | null,
  except?: string,
): Promise<void> {
  const rows = await listActionRows(tx, tenantId, serviceId);
  if (rows.filter((row) => row.webhook_id !== except).length < MOST_ACTIONS) return;
  const whose = serviceId === null ? 'every incident' : 'this service';
  throw conflict('too_many_actions', `There are ${MOST_ACTIONS} actions for ${whose} already.`);
}
