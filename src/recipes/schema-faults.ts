import type { TSchema } from 'typebox';
import { Settings } from 'typebox/system';
import { Errors } from 'typebox/value';
import { isObject, kindOf } from '../kernel/json.ts';
import { suggestion } from '../kernel/near.ts';
import { truncate } from '../kernel/text.ts';
import type { Path } from '../kernel/yaml-source.ts';

/** What is wrong at a place of a document. */
export interface PlacedFault {
  readonly path: Path;
  readonly message: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Faults of one schema that are told; who has more has another document in mind. */
const MOST_FAULTS = 100;

/** Errors that are looked for: several may be about one place. */
const MOST_ERRORS = 20 * MOST_FAULTS;

/**
 * What is not as the schema asks, once a place, {@link MOST_FAULTS} at most; `under` stands before each
 * path.
 */
export function schemaFaults(schema: TSchema, value: unknown, under: Path = []): PlacedFault[] {
  const faults = new Map<string, PlacedFault>();
  for (const { keyword, instancePath, params } of errorsOf(schema, value)) {
    if (faults.size >= MOST_FAULTS) break;
    const path = stepsIn(instancePath);
    for (const fault of faultsOf(schema, value, keyword, path, params)) {
      const key = JSON.stringify(fault.path);
      if (!faults.has(key)) faults.set(key, { ...fault, path: [...under, ...fault.path] });
    }
  }
  return [...faults.values()];
}

/** All of them: by itself the library ends with the eighth. */
function errorsOf(schema: TSchema, value: unknown) {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: MOST_ERRORS });
  try {
    return Errors(schema, value);
  } finally {
    Settings.Set({ maxErrors });
  }
}

function stepsIn(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function faultsOf(
  schema: TSchema,
  value: unknown,
  keyword: string,
  path: readonly string[],
  params: object,
): PlacedFault[] {
  const own = schemaAt(schema, path);
  if (keyword === 'required') {
    const { requiredProperties } = params as { readonly requiredProperties: readonly string[] };
    return requiredProperties.map((key) => {
      const wanted = schemaAt(schema, [...path, key]);
      return { path: [...path, key], message: `is missing: ${words(wanted)} is needed` };
    });
  }
  if (keyword === 'boolean' || keyword === 'additionalProperties') {
    // Said of the whole object and of each key; the key is what a person looks for.
    if (keyword === 'additionalProperties') return [];
    const key = path.at(-1) ?? '';
    const known = Object.keys(propertiesOf(schemaAt(schema, path.slice(0, -1))));
    return [{ path, message: `no such field${suggestion(key, known)}` }];
  }
  const given = valueAt(value, path);
  return [{ path, message: `must be ${words(own)}, not ${shown(given)}` }];
}

function propertiesOf(schema: Schema | undefined): Schema {
  return isObject(schema?.properties) ? schema.properties : {};
}

/** The schema of what is at the path; of a union the branch that has the step. */
function schemaAt(schema: unknown, path: readonly string[]): Schema | undefined {
  const [step, ...rest] = path;
  if (!isObject(schema)) return undefined;
  if (step === undefined) return schema;
  const branches = [schema, ...(Array.isArray(schema.anyOf) ? schema.anyOf.filter(isObject) : [])];
  for (const branch of branches) {
    const child = childOf(branch, step);
    if (child !== undefined) return schemaAt(child, rest);
  }
  return undefined;
}

function childOf(schema: Schema, step: string): unknown {
  const properties = propertiesOf(schema);
  if (Object.hasOwn(properties, step)) return properties[step];
  if (isObject(schema.patternProperties)) return Object.values(schema.patternProperties)[0];
  return /^\d+$/.test(step) ? schema.items : undefined;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string, unknown> | null)?.[step], value);
}

/** What came: its kind and the beginning of it. */
function shown(value: unknown): string {
  const kind = kindOf(value);
  if (typeof value === 'string') return `${kind} ${JSON.stringify(truncate(value, 60))}`;
  if (typeof value === 'object' || value === undefined) return kind;
  return `${kind} ${String(value)}`;
}

/** What a schema asks for. */
function words(schema: Schema | undefined): string {
  if (schema === undefined) return 'a value';
  if (typeof schema.title === 'string') return schema.title;
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(String).join(', ')}`;
  if ('const' in schema) return String(schema.const);
  if (Array.isArray(schema.anyOf)) {
    return [...new Set(schema.anyOf.filter(isObject).map(words))].join(', or ');
  }
  const [from, to, unit] = boundsOf(schema);
  const name = NAMES[String(schema.type)] ?? 'a value';
  if (from === undefined && to === undefined) return name;
  if (from === undefined || to === undefined) {
    return `${name} of at ${from === undefined ? `most ${to}` : `least ${from}`}${unit}`;
  }
  return `${name} of ${from} to ${to}${unit}`;
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function boundsOf(schema: Schema): readonly [unknown, unknown, string] {
  if (schema.type === 'string') return [schema.minLength, schema.maxLength, ' characters'];
  if (schema.type === 'array') return [schema.minItems, schema.maxItems, ' entries'];
  if (schema.type === 'object') return [schema.minProperties, schema.maxProperties, ' fields'];
  return [schema.minimum, schema.maximum, ''];
}
