import { invalid } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { listCustomFieldRows } from './custom-field-queries.ts';
import { defaultsOf, type FieldDefinition, readGivenFields } from './rules/custom-fields.ts';

/** As many as are reported of any body. */
const MAX_ERRORS = 20;

/**
 * The values somebody wants an incident to have, as they are stored; null clears. 422 with a
 * pointer for each field that is not defined or cannot hold its value; null is taken for a field
 * that is no longer defined.
 */
export async function readFieldValues(
  db: Db,
  tenantId: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  if (Object.keys(given).length === 0) return {};
  const { values, errors } = readGivenFields(await readDefinitions(db, tenantId), given);
  if (errors.length === 0) return { ...values };
  throw invalid('Not every custom field can be set to its value.', errors.slice(0, MAX_ERRORS));
}

/** The values a new incident starts with; a person's values go over them. */
export async function defaultFieldValues(
  db: Db,
  tenantId: string,
): Promise<Record<string, unknown>> {
  return defaultsOf(await readDefinitions(db, tenantId));
}

async function readDefinitions(db: Db, tenantId: string): Promise<FieldDefinition[]> {
  const rows = await listCustomFieldRows(db, tenantId);
  return rows.map(({ name, kind, options, default_value }) => ({
    name,
    kind,
    options,
    defaultValue: default_value,
  }));
}
