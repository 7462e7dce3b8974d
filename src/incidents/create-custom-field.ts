import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { changeCustomFields } from './custom-field-changes.ts';
import { insertCustomField } from './custom-field-queries.ts';
import {
  type CreateCustomFieldBody,
  type CustomFieldView,
  fieldNameTaken,
  requireSoundField,
  showCustomField,
  tooManyFields,
} from './custom-field-schemas.ts';
import { MAX_FIELDS } from './rules/custom-fields.ts';

/**
 * Defines a field of incidents; its default goes to incidents opened from now on. 409 `name_taken`
 * (in any case), `too_many_fields`; 422 when options or default do not fit the kind.
 */
export function createCustomField(
  context: Context,
  input: CreateCustomFieldBody,
): Promise<CustomFieldView> {
  requireScope(context, 'admin');
  const { name, kind, options, defaultValue } = requireSoundField({
    name: input.name,
    kind: input.kind,
    options: input.options ?? [],
    defaultValue: input.default_value ?? null,
  });
  const { tenantId } = context.caller;
  const request = { route: 'create-custom-field', input };
  return changeCustomFields(context, request, async (tx, fields) => {
    const taken = fields.find((row) => row.name.toLowerCase() === name.toLowerCase());
    if (taken) throw fieldNameTaken(taken.name);
    if (fields.length >= MAX_FIELDS) throw tooManyFields();
    const now = new Date(context.clock());
    const label = storable((input.label ?? name).trim());
    const after = { label, kind, options: [...options], default_value: defaultValue };
    const row = { name, ...after, created_at: now, updated_at: now };
    await insertCustomField(tx, tenantId, row);
    await audit(tx, context, { action: 'custom_field.created', targetId: name, after });
    return showCustomField({ ...row, tenant_id: tenantId });
  });
}
