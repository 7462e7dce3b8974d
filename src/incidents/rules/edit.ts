import type { Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Actor, EventType, IncidentState } from './incident.ts';
import { record, type Step } from './step.ts';

/** The fields a person may change, and the event each change pushes. */
const EDITABLE = {
  title: 'i_r_title',
  description: 'i_r_desc',
  impact: 'i_r_impact',
  rootCause: 'i_r_rc',
  resolution: 'i_r_rsltn',
  severity: 'i_r_severity',
} as const satisfies Partial<Record<keyof IncidentState, EventType>>;

type EditableField = keyof typeof EDITABLE;

/** New values of the fields that a person names. */
export type EditedFields = Partial<Record<EditableField, string>> & { severity?: Severity };

/** One event for each field that really changes; a person's value sticks. */
export function edit(step: Step, fields: EditedFields, actor: Actor, now: Instant): Step {
  let edited = step;
  for (const field of Object.keys(EDITABLE) as EditableField[]) {
    const to = fields[field];
    const from = edited.state[field];
    if (to === undefined || to === from) continue;
    const name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const overrides = [...new Set([...edited.state.overrides, name])];
    const detail = { field: name, from, to };
    edited = record(
      edited,
      { kind: 'field_changed', push: EDITABLE[field], actor, now, detail },
      { [field]: to, overrides },
    );
  }
  return edited;
}

/** Values of custom fields, as their definitions allow them; null clears one. */
export type CustomFieldValues = Readonly<Record<string, unknown>>;

/** One `i_r_field` for each custom field that really changes. */
export function editCustomFields(
  step: Step,
  values: CustomFieldValues,
  actor: Actor,
  now: Instant,
): Step {
  let edited = step;
  for (const [name, value] of Object.entries(values)) {
    const { [name]: from, ...others } = edited.state.customFields;
    if (sameValue(from, value)) continue;
    const detail = { field_name: name, ...(from !== undefined && { from }), to: value ?? null };
    edited = record(
      edited,
      { kind: 'field_changed', push: 'i_r_field', actor, now, detail },
      { customFields: value === null ? others : { ...others, [name]: value } },
    );
  }
  return edited;
}

/** Values are texts, booleans and lists of texts; a field that is not there is cleared. */
function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
