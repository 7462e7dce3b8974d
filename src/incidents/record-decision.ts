import type { Db } from '../store/connection.ts';
import { insertEntries, saveIncident } from './queries.ts';
import type { Entry, IncidentState } from './rules/incident.ts';
import { emptySlot, findSlotKey, lockSlot, reclaimSlot, type SlotKey } from './slot-queries.ts';

/**
 * Locks the slot of an incident that is about to close or reopen: slots come before incidents in
 * the order of locks. Null when it has none.
 */
export async function lockSlotOf(
  tx: Db,
  tenantId: string,
  incidentId: string,
): Promise<SlotKey | null> {
  const key = await findSlotKey(tx, tenantId, incidentId);
  if (key) await lockSlot(tx, tenantId, key.ruleId, key.groupKey);
  return key;
}

/** Stores what was decided about a locked incident: the incident, its entries and its slot. */
export async function recordDecision(
  tx: Db,
  before: IncidentState,
  decision: { readonly state: IncidentState; readonly entries: readonly Entry[] },
  slot: SlotKey | null,
): Promise<void> {
  const { state, entries } = decision;
  const { tenantId, incidentId } = before;
  await saveIncident(tx, tenantId, before, state);
  await insertEntries(tx, tenantId, entries);
  if (!slot) return;
  const wasClosed = before.progress === 'closed';
  const isClosed = state.progress === 'closed';
  if (isClosed && !wasClosed) await emptySlot(tx, tenantId, slot, incidentId);
  if (wasClosed && !isClosed) await reclaimSlot(tx, tenantId, slot, incidentId);
}
