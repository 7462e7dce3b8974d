import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import { codeOf } from '../store/transaction.ts';

const UNIQUE_VIOLATION = '23505';

export type ServiceRow = Selectable<Tables['services']>;

/** False when the tenant has a service of that name (in any case). */
export async function insertService(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['services']>, 'tenant_id'>,
): Promise<boolean> {
  const done = await db
    .insertInto('services')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export function findService(
  db: Db,
  tenantId: string,
  serviceId: string,
): Promise<ServiceRow | undefined> {
  return db
    .selectFrom('services')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('service_id', '=', serviceId)
    .executeTakeFirst();
}

/** By name in any case, as the database folds it. */
export function findServiceByName(
  db: Db,
  tenantId: string,
  name: string,
): Promise<ServiceRow | undefined> {
  return db
    .selectFrom('services')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(sql`lower(name)`, '=', sql`lower(${name})`)
    .executeTakeFirst();
}

export function lockService(
  db: Db,
  tenantId: string,
  serviceId: string,
): Promise<ServiceRow | undefined> {
  return db
    .selectFrom('services')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('service_id', '=', serviceId)
    .forUpdate()
    .executeTakeFirst();
}

export async function countServices(db: Db, tenantId: string): Promise<number> {
  const row = await db
    .selectFrom('services')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** By name; `after` is the sort key (the folded name) of the last row shown. */
export function listServiceRows(db: Db, tenantId: string, after: string | null, limit: number) {
  const folded = sql<string>`lower(name)`;
  return db
    .selectFrom('services')
    .selectAll()
    .select(folded.as('sort_key'))
    .where('tenant_id', '=', tenantId)
    .$if(after !== null, (query) => query.where(folded, '>', after ?? ''))
    .orderBy(folded)
    .limit(limit)
    .execute();
}

/** False when another service has that name (in any case); the transaction must end then. */
export async function saveService(
  db: Db,
  tenantId: string,
  serviceId: string,
  values: Pick<ServiceRow, 'name' | 'description' | 'hidden' | 'responders' | 'updated_at'>,
): Promise<boolean> {
  const update = db
    .updateTable('services')
    .set(values)
    .where('tenant_id', '=', tenantId)
    .where('service_id', '=', serviceId);
  try {
    await update.execute();
    return true;
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

export async function saveHookKey(
  tx: Db,
  tenantId: string,
  serviceId: string,
  sealed: Buffer,
): Promise<void> {
  await tx
    .updateTable('services')
    .set({ hook_key: sealed })
    .where('tenant_id', '=', tenantId)
    .where('service_id', '=', serviceId)
    .execute();
}

/** Says that what status pages know of the tenant's services has changed. */
export async function noteServicesChanged(tx: Db, tenantId: string, now: Date): Promise<void> {
  await tx
    .updateTable('tenants')
    .set({
      services_changed_at: sql`greatest(${now}, services_changed_at + interval '1 millisecond')`,
    })
    .where('tenant_id', '=', tenantId)
    .execute();
}

/** The service as it was. */
export function deleteServiceRow(
  db: Db,
  tenantId: string,
  serviceId: string,
): Promise<ServiceRow | undefined> {
  return db
    .deleteFrom('services')
    .where('tenant_id', '=', tenantId)
    .where('service_id', '=', serviceId)
    .returningAll()
    .executeTakeFirst();
}

/** Which members the names (ids or e-mail addresses in any case) stand for, in no order. */
export async function listMembersNamed(
  db: Db,
  tenantId: string,
  names: readonly string[],
): Promise<{ name: string; member_id: string }[]> {
  const { rows } = await sql<{ name: string; member_id: string }>`
    select n.name, m.member_id from unnest(${names}::text[]) as n(name)
    join members m on m.tenant_id = ${tenantId}
      and (m.member_id = lower(n.name) or lower(m.email) = lower(n.name))`.execute(db);
  return rows;
}
