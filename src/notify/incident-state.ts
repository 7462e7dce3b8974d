import { findIncident } from '../incidents/queries.ts';
import type { Db } from '../store/connection.ts';
import { isReminded } from './rules/reminding.ts';

/** Whether an incident still waits for somebody to acknowledge it. */
export async function isWaiting(
  db: Db,
  tenantId: string,
  incidentId: string | null,
): Promise<boolean> {
  if (incidentId === null) return false;
  const state = await findIncident(db, tenantId, incidentId);
  if (!state) return false;
  return isReminded({ progress: state.progress, snoozed: state.snoozedUntil !== null });
}
