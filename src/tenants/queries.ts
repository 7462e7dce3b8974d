import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables, TenantSettings } from '../store/tables.ts';

// Tenants, their credentials and the audit log. Integrations, services, people and the directory
// have files of their own beside this one.

export type TenantRow = Selectable<Tables['tenants']>;

/** False when the slug is taken; waits for a concurrent insert of the same slug. */
export async function insertTenant(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['tenants']>, 'tenant_id'>,
): Promise<boolean> {
  const done = await db
    .insertInto('tenants')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((conflict) => conflict.column('tenant_id').doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export function findTenant(db: Db, tenantId: string): Promise<TenantRow | undefined> {
  return db.selectFrom('tenants').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** Locks the tenant against other writers; foreign-key checks pass. */
export function lockTenant(db: Db, tenantId: string): Promise<TenantRow | undefined> {
  return db
    .selectFrom('tenants')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** All tenants by id, but those being erased: for the operator alone. */
export function listTenantRows(db: Db, after: string, limit: number): Promise<TenantRow[]> {
  return db
    .selectFrom('tenants')
    .selectAll()
    .where('tenant_id', '>', after)
    .where('erasing_since', 'is', null)
    .orderBy('tenant_id')
    .limit(limit)
    .execute();
}

export async function saveTenant(
  db: Db,
  tenantId: string,
  values: { readonly name: string; readonly settings: TenantSettings },
): Promise<void> {
  await db
    .updateTable('tenants')
    .set({ name: values.name, settings: JSON.stringify(values.settings) })
    .where('tenant_id', '=', tenantId)
    .execute();
}

export async function insertSecretRow(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['secrets']>, 'tenant_id' | 'expires_at'>,
): Promise<void> {
  await db
    .insertInto('secrets')
    .values({ ...row, tenant_id: tenantId, expires_at: null })
    .execute();
}

/** The secrets of an owner that are active at `now`, the current one first. */
export function listActiveSecrets(db: Db, tenantId: string, ownerId: string, now: Date) {
  return db
    .selectFrom('secrets')
    .select(['secret_id', 'sealed', 'created_at', 'expires_at'])
    .where('tenant_id', '=', tenantId)
    .where('owner_id', '=', ownerId)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('expires_at', (order) => order.desc().nullsFirst())
    .limit(2)
    .execute();
}

/** Ends the current secret at `expiresAt` and drops the one before it: two at most are active. */
export async function expireSecrets(db: Db, tenantId: string, ownerId: string, expiresAt: Date) {
  const ofOwner = db.deleteFrom('secrets').where('tenant_id', '=', tenantId);
  await ofOwner.where('owner_id', '=', ownerId).where('expires_at', 'is not', null).execute();
  await db
    .updateTable('secrets')
    .set({ expires_at: expiresAt })
    .where('tenant_id', '=', tenantId)
    .where('owner_id', '=', ownerId)
    .execute();
}

export async function deleteSecrets(db: Db, tenantId: string, ownerId: string): Promise<void> {
  await db
    .deleteFrom('secrets')
    .where('tenant_id', '=', tenantId)
    .where('owner_id', '=', ownerId)
    .execute();
}

export async function insertCredential(
  db: Db,
  tenantId: string,
  row: Omit<Tables['credential_lookups'], 'tenant_id'>,
): Promise<void> {
  await db
    .insertInto('credential_lookups')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

export async function deleteCredentials(db: Db, tenantId: string, targetIds: readonly string[]) {
  if (targetIds.length === 0) return;
  await db
    .deleteFrom('credential_lookups')
    .where('tenant_id', '=', tenantId)
    .where('target_id', 'in', targetIds)
    .execute();
}

export async function insertAuditEntry(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['audit_entries']>, 'tenant_id'>,
): Promise<void> {
  await db
    .insertInto('audit_entries')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}
