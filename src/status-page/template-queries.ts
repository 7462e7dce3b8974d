import type { Insertable, Selectable } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StatusTables } from '../store/status-tables.ts';

export type TemplateRow = Selectable<StatusTables['status_templates']>;
export type NewTemplate = Omit<Insertable<StatusTables['status_templates']>, 'tenant_id'>;

/** By name. */
export function listTemplateRows(db: Db, tenantId: string): Promise<TemplateRow[]> {
  return db
    .selectFrom('status_templates')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('name')
    .orderBy('template_id')
    .execute();
}

/** Locks the template against other writers. */
export function lockTemplate(
  tx: Db,
  tenantId: string,
  templateId: string,
): Promise<TemplateRow | undefined> {
  return tx
    .selectFrom('status_templates')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('template_id', '=', templateId)
    .forUpdate()
    .executeTakeFirst();
}

/** Inserts a template, or replaces the one of its id; as it is then. */
export function putTemplate(tx: Db, tenantId: string, row: NewTemplate): Promise<TemplateRow> {
  const { template_id: _, created_at: __, ...changes } = row;
  return tx
    .insertInto('status_templates')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((on) => on.columns(['tenant_id', 'template_id']).doUpdateSet(changes))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteTemplateRow(
  tx: Db,
  tenantId: string,
  templateId: string,
): Promise<void> {
  await tx
    .deleteFrom('status_templates')
    .where('tenant_id', '=', tenantId)
    .where('template_id', '=', templateId)
    .execute();
}
