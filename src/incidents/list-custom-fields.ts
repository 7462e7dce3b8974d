import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { listCustomFieldRows } from './custom-field-queries.ts';
import { type CustomFieldList, showCustomField } from './custom-field-schemas.ts';

/** All custom fields of incidents, oldest first. */
export async function listCustomFields(context: Context): Promise<CustomFieldList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const rows = await readVerb(context, (db) => listCustomFieldRows(db, tenantId));
  return { data: rows.map(showCustomField) };
}
