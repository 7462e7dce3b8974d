import type { Db } from '../store/connection.ts';

/** The slot an incident was opened through; it never changes. */
export interface SlotKey {
  readonly ruleId: string;
  readonly groupKey: string;
}

/** The key of the incident's slot, read without a lock: slots are locked before incidents. */
export async function findSlotKey(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<SlotKey | null> {
  const row = await db
    .selectFrom('incidents')
    .select(['rule_id', 'group_key'])
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  if (!row || row.rule_id === null || row.group_key === null) return null;
  return { ruleId: row.rule_id, groupKey: row.group_key };
}

/** Locks a slot and says which incident has it; undefined when there is no such slot. */
export async function lockSlot(
  tx: Db,
  tenantId: string,
  ruleId: string,
  groupKey: string,
): Promise<{ readonly incident_id: string | null } | undefined> {
  return tx
    .selectFrom('slots')
    .select('incident_id')
    .where('tenant_id', '=', tenantId)
    .where('rule_id', '=', ruleId)
    .where('group_key', '=', groupKey)
    .forUpdate()
    .executeTakeFirst();
}

function update(tx: Db, tenantId: string, key: SlotKey) {
  return tx
    .updateTable('slots')
    .where('tenant_id', '=', tenantId)
    .where('rule_id', '=', key.ruleId)
    .where('group_key', '=', key.groupKey);
}

/** Takes the slot from this incident; one that has gone to another stays there. */
export async function emptySlot(tx: Db, tenantId: string, key: SlotKey, incidentId: string) {
  await update(tx, tenantId, key)
    .set({ incident_id: null })
    .where('incident_id', '=', incidentId)
    .execute();
}

/** Gives an empty slot back to an incident, for as long as it was to accept alerts. */
export async function reclaimSlot(tx: Db, tenantId: string, key: SlotKey, incidentId: string) {
  await update(tx, tenantId, key)
    .set({ incident_id: incidentId })
    .where('incident_id', 'is', null)
    .execute();
}

/** Gives a slot that any of these incidents has to another one, for as long as it accepts alerts. */
export async function repointSlot(
  tx: Db,
  tenantId: string,
  key: SlotKey,
  incidentIds: readonly string[],
  to: string,
) {
  await update(tx, tenantId, key)
    .set({ incident_id: to })
    .where('incident_id', 'in', incidentIds)
    .execute();
}
