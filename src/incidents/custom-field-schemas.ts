import { type Static, Type } from 'typebox';
import { conflict, invalid } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText } from '../tenants/page-schemas.ts';
import type { CustomFieldRow } from './custom-field-queries.ts';
import {
  FIELD_KINDS,
  type FieldDefinition,
  MAX_FIELDS,
  MAX_NAME_LENGTH,
  MAX_OPTION_LENGTH,
  MAX_OPTIONS,
  MAX_TEXT_LENGTH,
  settleField,
} from './rules/custom-fields.ts';

const closed = { additionalProperties: false } as const;

const Name = Type.String({
  minLength: 1,
  maxLength: MAX_NAME_LENGTH,
  description: 'A letter or _, then letters, digits and _. Never changes',
});
const Label = { ...NameText, description: 'What people read; the name unless given' };
const Option = Type.String({ minLength: 1, maxLength: MAX_OPTION_LENGTH, pattern: '\\S' });
const Options = Type.Array(Option, {
  maxItems: MAX_OPTIONS,
  description: 'What single_select and multi_select offer; the other kinds have none',
});
const DefaultValue = Type.Union(
  [
    Type.String({ maxLength: MAX_TEXT_LENGTH }),
    Type.Array(Type.String({ maxLength: MAX_OPTION_LENGTH }), { maxItems: MAX_OPTIONS }),
    Type.Boolean(),
    Type.Null(),
  ],
  { description: 'What new incidents get; null: nothing' },
);

export const CreateCustomFieldBody = Type.Object(
  {
    name: Name,
    label: Type.Optional(Label),
    kind: Type.Enum([...FIELD_KINDS], { description: 'Never changes' }),
    options: Type.Optional(Options),
    default_value: Type.Optional(DefaultValue),
  },
  closed,
);
export type CreateCustomFieldBody = Static<typeof CreateCustomFieldBody>;

export const UpdateCustomFieldBody = Type.Object(
  {
    label: Type.Optional(NameText),
    options: Type.Optional(Options),
    default_value: Type.Optional(DefaultValue),
  },
  { ...closed, minProperties: 1 },
);
export type UpdateCustomFieldBody = Static<typeof UpdateCustomFieldBody>;

/** The parameters of a route about one field. */
export const CustomFieldParams = Type.Object({ name: Type.String() });

export const CustomFieldView = Type.Object({
  name: Type.String(),
  label: Type.String(),
  kind: Type.Enum([...FIELD_KINDS]),
  options: Type.Array(Type.String()),
  default_value: DefaultValue,
  created_at: InstantText,
  updated_at: InstantText,
});
export type CustomFieldView = Static<typeof CustomFieldView>;

/** All definitions, oldest first. */
export const CustomFieldList = Type.Object({ data: Type.Array(CustomFieldView) });
export type CustomFieldList = Static<typeof CustomFieldList>;

/** A definition's row as the API shows it. */
export function showCustomField(row: CustomFieldRow): CustomFieldView {
  return {
    name: row.name,
    label: row.label,
    kind: row.kind,
    options: row.options,
    default_value: row.default_value as CustomFieldView['default_value'],
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

/** The definition as it is stored; 422 for what the schema cannot say. */
export function requireSoundField(field: FieldDefinition): FieldDefinition {
  const settled = settleField(field);
  if (settled.ok) return settled.field;
  throw invalid('The custom field cannot be defined like this.', settled.errors);
}

/** 409 `too_many_fields`. */
export function tooManyFields() {
  return conflict('too_many_fields', `A tenant has at most ${MAX_FIELDS} custom fields.`);
}

/** 409 `name_taken`: names differ by more than case. */
export function fieldNameTaken(name: string) {
  return conflict('name_taken', `There is a custom field '${name}' already.`);
}
