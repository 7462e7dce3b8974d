import type { Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type CustomFieldRow = Selectable<Tables['custom_fields']>;

interface Changeable {
  readonly label: string;
  readonly options: readonly string[];
  readonly default_value: unknown;
  readonly updated_at: Date;
}

/** The definitions of a tenant (at most 15), oldest first. */
export function listCustomFieldRows(db: Db, tenantId: string): Promise<CustomFieldRow[]> {
  return db
    .selectFrom('custom_fields')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at')
    .orderBy('name')
    .execute();
}

export async function insertCustomField(
  tx: Db,
  tenantId: string,
  row: Changeable & Pick<CustomFieldRow, 'name' | 'kind' | 'created_at'>,
): Promise<void> {
  await tx
    .insertInto('custom_fields')
    .values({ ...row, ...asJson(row), tenant_id: tenantId })
    .execute();
}

export async function saveCustomField(
  tx: Db,
  tenantId: string,
  name: string,
  values: Changeable,
): Promise<void> {
  await tx
    .updateTable('custom_fields')
    .set({ ...values, ...asJson(values) })
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .execute();
}

export async function deleteCustomFieldRow(tx: Db, tenantId: string, name: string): Promise<void> {
  await tx
    .deleteFrom('custom_fields')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .execute();
}

function asJson({ options, default_value }: Changeable) {
  return {
    options: JSON.stringify(options),
    // No default is SQL's null, not JSON's.
    default_value: default_value === null ? null : JSON.stringify(default_value),
  };
}
