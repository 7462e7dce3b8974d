import { notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import type { Context } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import { type CustomFieldRow, listCustomFieldRows } from './custom-field-queries.ts';

/**
 * Runs a verb that changes definitions: one at a time in a tenant, because their number and the
 * names of all of them count.
 */
export function changeCustomFields<T>(
  context: Context,
  request: { readonly route: string; readonly input: unknown },
  work: (tx: Db, fields: readonly CustomFieldRow[]) => Promise<T>,
): Promise<T> {
  const { tenantId } = context.caller;
  return runVerb(context, request, async (tx) => {
    await lockTenant(tx, tenantId);
    return work(tx, await listCustomFieldRows(tx, tenantId));
  });
}

/** The definition of that name; 404 without. */
export function requireField(fields: readonly CustomFieldRow[], name: string): CustomFieldRow {
  const field = fields.find((row) => row.name === name);
  if (field) return field;
  throw notFound('The custom field');
}
