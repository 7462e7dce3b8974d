import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { changeCustomFields, requireField } from './custom-field-changes.ts';
import { deleteCustomFieldRow } from './custom-field-queries.ts';

/** Deletes a definition. Values stay on their incidents: they can be cleared, no longer set. */
export async function deleteCustomField(
  context: Context,
  input: { readonly name: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const request = { route: 'delete-custom-field', input };
  await changeCustomFields(context, request, async (tx, fields) => {
    const { name, label, kind, options, default_value } = requireField(fields, input.name);
    await deleteCustomFieldRow(tx, tenantId, name);
    const before = { label, kind, options, default_value };
    await audit(tx, context, { action: 'custom_field.deleted', targetId: name, before });
    return null;
  });
}
