import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type SecretRow = Selectable<Tables['recipe_secrets']>;

/** The tenant's secrets for recipes, by name. */
export function listSecretRows(
  db: Db,
  tenantId: string,
): Promise<Pick<SecretRow, 'name' | 'changed_by' | 'updated_at'>[]> {
  return db
    .selectFrom('recipe_secrets')
    .select(['name', 'changed_by', 'updated_at'])
    .where('tenant_id', '=', tenantId)
    .orderBy('name')
    .execute();
}

/** Names of the tenant's secrets for recipes. */
export async function listSecretNames(db: Db, tenantId: string): Promise<ReadonlySet<string>> {
  return new Set((await listSecretRows(db, tenantId)).map(({ name }) => name));
}

/** Sealed values by name; those that are not there are left out. */
export async function findSecretValues(
  db: Db,
  tenantId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .selectFrom('recipe_secrets')
    .select(['name', 'value'])
    .where('tenant_id', '=', tenantId)
    .where('name', 'in', names)
    .execute();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** Stores a secret, in place of the one of this name. */
export async function putSecret(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['recipe_secrets']>, 'tenant_id'>,
): Promise<void> {
  const { value, changed_by, updated_at } = row;
  await db
    .insertInto('recipe_secrets')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((clash) =>
      clash.columns(['tenant_id', 'name']).doUpdateSet({ value, changed_by, updated_at }),
    )
    .execute();
}

/** Whether there was one. */
export async function deleteSecret(db: Db, tenantId: string, name: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('recipe_secrets')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
