import { isObject, kindOf } from '../kernel/json.ts';
import { storable, truncate } from '../kernel/text.ts';

const MAX_VALUE = 60;

/** What came, for an error message: its kind and at most 60 characters of it. */
export function describeValue(value: unknown): string {
  const kind = kindOf(value);
  if (value === undefined || value === null) return kind;
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === 'object') return 'object';
  if (typeof value !== 'string') return `${kind} ${truncate(String(value), MAX_VALUE)}`;
  const length = value.length > MAX_VALUE ? ` of ${[...value].length} characters` : '';
  return `${kind}${length} ${JSON.stringify(truncate(storable(value), MAX_VALUE))}`;
}

/** What a schema asks for, in words: "a string of 1 to 500 characters". */
export function describeSchema(schema: unknown): string {
  if (!isObject(schema)) return 'a value';
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(String).join(', ')}`;
  if ('const' in schema) return String(schema.const);
  if (Array.isArray(schema.anyOf)) return describeChoice(schema.anyOf);
  if ('not' in schema) return 'nothing';
  if (Array.isArray(schema.type)) return listOf(schema.type.map(String)) + sizeOf(schema);
  return describeType(schema);
}

/** What a text that breaks its pattern should be: the schema's title, if it has one. */
export function describePattern(schema: unknown): string {
  const own = isObject(schema) ? schema.title : undefined;
  return typeof own === 'string' ? own : describeSchema(schema);
}

/** The same for the keys of a map. */
export function describeKey(schema: unknown): string {
  return `a key${isObject(schema) ? sizeOf(schema) : ''}`;
}

function describeChoice(branches: readonly unknown[]): string {
  const constants = branches.filter((branch) => isObject(branch) && 'const' in branch);
  const words = [...new Set(branches.map(describeSchema))];
  return constants.length === branches.length ? `one of ${words.join(', ')}` : words.join(', or ');
}

function describeType(schema: Record<string, unknown>): string {
  switch (schema.type) {
    case 'string':
      return schema.format === undefined ? `a string${sizeOf(schema)}` : formatWords(schema.format);
    case 'integer':
      return `an integer${boundsOf(schema)}`;
    case 'number':
      return `a number${boundsOf(schema)}`;
    case 'array':
      return `an array${rangeOf(schema.minItems, schema.maxItems, ' item')}`;
    case 'object':
      return `an object${rangeOf(schema.minProperties, schema.maxProperties, ' field')}`;
    default:
      return schema.type === undefined ? `a value${sizeOf(schema)}` : `a ${String(schema.type)}`;
  }
}

function formatWords(format: unknown): string {
  return format === 'date-time'
    ? 'an ISO 8601 date and time with offset, such as 2024-01-15T10:30:00Z'
    : `a string of the format ${String(format)}`;
}

function listOf(kinds: readonly string[]): string {
  return `a ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
}

function sizeOf(schema: Record<string, unknown>): string {
  return rangeOf(schema.minLength, schema.maxLength, ' character');
}

function rangeOf(from: unknown, to: unknown, unit: string): string {
  const least = from === undefined || from === 0 ? undefined : from;
  if (least !== undefined && to !== undefined) return ` of ${least} to ${to}${unit}s`;
  if (least !== undefined) return ` of at least ${least}${unit}${least === 1 ? '' : 's'}`;
  return to === undefined ? '' : ` of at most ${to}${unit}s`;
}

function boundsOf(schema: Record<string, unknown>): string {
  const from = schema.minimum === undefined ? '' : ` from ${schema.minimum}`;
  return schema.maximum === undefined ? from : `${from} up to ${schema.maximum}`;
}
