import type { Insertable, Updateable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables } from '../store/status-tables.ts';
import type { MaintenanceRow } from './page-event-queries.ts';

// Maintenances as the team and the clock work with them, drafts included.

export type NewMaintenance = Omit<Insertable<StatusTables['maintenances']>, 'tenant_id'>;

/** The maintenance that a sender calls so, locked; also a cancelled one. */
export function lockMaintenanceOfSender(
  tx: Db,
  tenantId: string,
  scope: string,
  senderId: string,
): Promise<MaintenanceRow | undefined> {
  return tx
    .selectFrom('maintenances')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('sender_scope', '=', scope)
    .where('sender_id', '=', senderId)
    .forUpdate()
    .executeTakeFirst();
}

export function lockMaintenance(
  tx: Db,
  tenantId: string,
  maintenanceId: string,
): Promise<MaintenanceRow | undefined> {
  return tx
    .selectFrom('maintenances')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('maintenance_id', '=', maintenanceId)
    .forUpdate()
    .executeTakeFirst();
}

export function findMaintenance(
  db: Db,
  tenantId: string,
  maintenanceId: string,
): Promise<MaintenanceRow | undefined> {
  return db
    .selectFrom('maintenances')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('maintenance_id', '=', maintenanceId)
    .executeTakeFirst();
}

/** The maintenance that came with this digest since then, unless it was cancelled. */
export function findRecentMaintenance(
  db: Db,
  tenantId: string,
  digest: Buffer,
  since: Date,
): Promise<MaintenanceRow | undefined> {
  return db
    .selectFrom('maintenances')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('digest', '=', digest)
    .where('created_at', '>=', since)
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function insertMaintenance(
  tx: Db,
  tenantId: string,
  row: NewMaintenance,
): Promise<MaintenanceRow> {
  return tx
    .insertInto('maintenances')
    .values({ ...row, tenant_id: tenantId })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The maintenance as it is then. */
export function saveMaintenance(
  tx: Db,
  tenantId: string,
  maintenanceId: string,
  values: Updateable<StatusTables['maintenances']>,
): Promise<MaintenanceRow> {
  return tx
    .updateTable('maintenances')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('maintenance_id', '=', maintenanceId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The one that the clock has to look at next, locked; other replicas pass it by. */
export function lockDueMaintenance(tx: Db, now: Date): Promise<MaintenanceRow | undefined> {
  return tx
    .selectFrom('maintenances')
    .selectAll()
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}
