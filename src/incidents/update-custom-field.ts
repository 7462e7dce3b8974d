import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { changeCustomFields, requireField } from './custom-field-changes.ts';
import { type CustomFieldRow, saveCustomField } from './custom-field-queries.ts';
import {
  type CustomFieldView,
  requireSoundField,
  showCustomField,
  type UpdateCustomFieldBody,
} from './custom-field-schemas.ts';

/**
 * Changes a definition; what is not given stays, options are replaced. Incidents keep the options
 * they have, also removed ones. 422 when the default is no longer among the options.
 */
export function updateCustomField(
  context: Context,
  input: UpdateCustomFieldBody & { readonly name: string },
): Promise<CustomFieldView> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const request = { route: 'update-custom-field', input };
  return changeCustomFields(context, request, async (tx, fields) => {
    const row = requireField(fields, input.name);
    const values = changed(row, input);
    const updated_at = new Date(context.clock());
    await saveCustomField(tx, tenantId, row.name, { ...values, updated_at });
    const { name, label, options, default_value } = row;
    const before = { label, options, default_value };
    const record = { action: 'custom_field.updated', targetId: name, before, after: values };
    await audit(tx, context, record);
    return showCustomField({ ...row, ...values, updated_at });
  });
}

function changed(row: CustomFieldRow, input: UpdateCustomFieldBody) {
  const { name, kind } = row;
  const { options, defaultValue } = requireSoundField({
    name,
    kind,
    options: input.options ?? row.options,
    defaultValue: input.default_value === undefined ? row.default_value : input.default_value,
  });
  const label = input.label === undefined ? row.label : storable(input.label.trim());
  return { label, options: [...options], default_value: defaultValue };
}
