import type { FieldError } from '../../kernel/errors.ts';
import { kindOf } from '../../kernel/json.ts';
import { storable, truncate } from '../../kernel/text.ts';

// Custom fields of incidents (domain, "Incident"; limits as Flashduty has them, research §5.7).

export const FIELD_KINDS = ['text', 'single_select', 'multi_select', 'checkbox'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** Definitions a tenant may have. */
export const MAX_FIELDS = 15;
/** Options of a select, and characters of one. */
export const MAX_OPTIONS = 20;
export const MAX_OPTION_LENGTH = 200;
/** Characters of a text. */
export const MAX_TEXT_LENGTH = 3_000;
/** Characters of a name. */
export const MAX_NAME_LENGTH = 40;

/** What a tenant says a field may hold. */
export interface FieldDefinition {
  /** Never changes: incidents, templates and receivers refer to it. */
  readonly name: string;
  readonly kind: FieldKind;
  /** Of selects; empty for the others. */
  readonly options: readonly string[];
  /** What a new incident gets; null: nothing. */
  readonly defaultValue: unknown;
}

/** What {@link readField} made of a value. */
export type Reading =
  | { readonly ok: true; readonly value: string | boolean | readonly string[] }
  | { readonly ok: false; readonly expected: string; readonly received: string };

type Shape = Pick<FieldDefinition, 'kind' | 'options'>;

/**
 * A letter or `_`, then letters, digits and `_`. What every object inherits (`constructor`,
 * `__proto__`) would seem to be set on incidents, ours and those of receivers, that lack it.
 */
export function isFieldName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]{0,39}$/.test(name) && !(name in {});
}

/** A value as the field stores it: text storable, chosen options in the order of the definition. */
export function readField(field: Shape, value: unknown): Reading {
  switch (field.kind) {
    case 'text':
      return readText(value);
    case 'single_select':
      return readOption(field.options, value);
    case 'multi_select':
      return readOptions(field.options, value);
    case 'checkbox':
      return typeof value === 'boolean' ? { ok: true, value } : refused('true or false', value);
  }
}

function readText(value: unknown): Reading {
  const short = typeof value === 'string' && [...value].length <= MAX_TEXT_LENGTH;
  return short
    ? { ok: true, value: storable(value) }
    : refused(`a string of at most ${MAX_TEXT_LENGTH} characters`, value);
}

function readOption(options: readonly string[], value: unknown): Reading {
  const option = typeof value === 'string' ? storable(value.trim()) : undefined;
  return option !== undefined && options.includes(option)
    ? { ok: true, value: option }
    : refused(`one of ${listed(options)}`, value);
}

function readOptions(options: readonly string[], value: unknown): Reading {
  const expected = `an array of different ones of ${listed(options)}`;
  if (!Array.isArray(value)) return refused(expected, value);
  const chosen = new Set<string>();
  for (const item of value) {
    const option = readOption(options, item);
    if (!option.ok) return { ok: false, expected, received: `${option.received} in it` };
    if (chosen.has(String(option.value))) {
      return { ok: false, expected, received: `${described(item)} twice` };
    }
    chosen.add(String(option.value));
  }
  return { ok: true, value: options.filter((option) => chosen.has(option)) };
}

function refused(expected: string, value: unknown): Reading {
  return { ok: false, expected, received: described(value) };
}

/** What came, in at most some 80 characters. */
function described(value: unknown): string {
  if (typeof value === 'string') {
    const length = value.length > 60 ? ` of ${[...value].length} characters` : '';
    return `string${length} ${JSON.stringify(truncate(storable(value), 60))}`;
  }
  if (Array.isArray(value)) return `array of ${value.length}`;
  const kind = kindOf(value);
  return typeof value === 'number' || typeof value === 'boolean' ? `${kind} ${value}` : kind;
}

function listed(words: readonly string[]): string {
  return truncate(words.join(', '), 500);
}

/** Values as incidents store them, and what is wrong with the rest. */
export interface GivenFields {
  /** By name; null clears. */
  readonly values: Readonly<Record<string, unknown>>;
  /** One a field, with pointers below `/custom_fields`. */
  readonly errors: readonly FieldError[];
}

/**
 * Reads what somebody wants to set. Null clears, also what an incident still has of a deleted
 * field; anything else needs a definition.
 */
export function readGivenFields(
  definitions: readonly FieldDefinition[],
  given: Readonly<Record<string, unknown>>,
): GivenFields {
  const byName = new Map(definitions.map((field) => [field.name, field]));
  const values: [string, unknown][] = [];
  const errors: FieldError[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === null) {
      // What never was a field is on no incident.
      if (isFieldName(name)) values.push([name, null]);
      continue;
    }
    const field = byName.get(name);
    const reading = field ? readField(field, value) : refused(namesOf(definitions), value);
    if (reading.ok) values.push([name, reading.value]);
    else errors.push(faultOf(`/custom_fields${pointerStep(name)}`, reading));
  }
  return { values: Object.fromEntries(values), errors };
}

function namesOf(definitions: readonly FieldDefinition[]): string {
  const names = definitions.map((field) => field.name);
  return names.length === 0
    ? 'no value, as no custom fields are defined'
    : `a custom field that is defined: ${listed(names)}`;
}

function faultOf(pointer: string, reading: Reading & { ok: false }): FieldError {
  const { expected, received } = reading;
  return { pointer: pointer.slice(0, 200), expected: `${expected}, or null`, received };
}

/** Names of unknown fields are the caller's own words. */
function pointerStep(name: string): string {
  return `/${storable(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The values of a new incident that says nothing about its fields. */
export function defaultsOf(definitions: readonly FieldDefinition[]): Record<string, unknown> {
  const set = definitions.filter((field) => field.defaultValue !== null);
  return Object.fromEntries(set.map((field) => [field.name, field.defaultValue]));
}

/** A definition as it can be stored, or what is wrong with it, with pointers into its body. */
export type SettledField =
  | { readonly ok: true; readonly field: FieldDefinition }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Checks a definition as a whole: options belong to selects and differ, the default is a value. */
export function settleField(field: FieldDefinition): SettledField {
  const options = field.options.map((option) => storable(option.trim()));
  const faults = [...nameFaults(field.name), ...optionFaults(field.kind, options)];
  if (faults.length > 0) return { ok: false, errors: faults };
  if (field.defaultValue === null) return { ok: true, field: { ...field, options } };
  const reading = readField({ kind: field.kind, options }, field.defaultValue);
  return reading.ok
    ? { ok: true, field: { ...field, options, defaultValue: reading.value } }
    : { ok: false, errors: [faultOf('/default_value', reading)] };
}

function nameFaults(name: string): readonly FieldError[] {
  if (isFieldName(name)) return [];
  const expected =
    `a letter or _, then letters, digits and _: at most ${MAX_NAME_LENGTH} characters, ` +
    'and no word that objects reserve, such as constructor';
  return [{ pointer: '/name', expected, received: described(name) }];
}

function optionFaults(kind: FieldKind, options: readonly string[]): readonly FieldError[] {
  const received = `array of ${options.length}`;
  if (kind === 'text' || kind === 'checkbox') {
    const expected = `no options for the kind ${kind}`;
    return options.length === 0 ? [] : [{ pointer: '/options', expected, received }];
  }
  if (options.length === 0 || options.length > MAX_OPTIONS) {
    return [{ pointer: '/options', expected: `1 to ${MAX_OPTIONS} options`, received }];
  }
  const index = options.findIndex((option, place) => options.indexOf(option) < place);
  if (index < 0) return [];
  const expected = 'options that differ';
  return [{ pointer: `/options/${index}`, expected, received: described(options[index]) }];
}
