import { faultOfValue } from './check-value.ts';
import { factAt, parseFactPath, type RecipeFacts } from './facts.ts';
import { extracted } from './linear-pattern.ts';
import type { Parameter, RecipeDocument } from './recipe-schema.ts';

export type BoundValue = string | number | boolean;

/** A parameter that has no usable value, and why. */
export interface MissingParameter {
  readonly name: string;
  readonly reason: string;
}

/** Values found for a recipe's parameters, and where each is from. */
export interface Binding {
  readonly parameters: Readonly<Record<string, BoundValue>>;
  /** The path of each bound value, or `default`. */
  readonly sources: Readonly<Record<string, string>>;
  readonly missing: readonly MissingParameter[];
}

/**
 * Finds a value for each parameter: the first of its paths that gives one of its type that keeps its
 * rules, else its default. What keeps no rule is named in `missing`, never used.
 */
export function bindParameters(document: RecipeDocument, facts: RecipeFacts): Binding {
  const parameters: [string, BoundValue][] = [];
  const sources: [string, string][] = [];
  const missing: MissingParameter[] = [];
  for (const [name, parameter] of Object.entries(document.parameters ?? {})) {
    const found = findValue(parameter, facts);
    if ('reason' in found) missing.push({ name, reason: found.reason });
    else {
      parameters.push([name, found.value]);
      sources.push([name, found.source]);
    }
  }
  // Entries, not assignment: a key named __proto__ must stay a key.
  return {
    parameters: Object.fromEntries(parameters),
    sources: Object.fromEntries(sources),
    missing,
  };
}

type Found = { readonly value: BoundValue; readonly source: string } | { readonly reason: string };

function findValue(parameter: Parameter, facts: RecipeFacts): Found {
  const paths = pathsOf(parameter);
  let reason = paths.length === 0 ? 'has to be given' : `nothing is at ${paths.join(', ')}`;
  for (const source of paths) {
    const path = parseFactPath(source);
    if ('error' in path) continue;
    const given = valueAt(parameter, facts, path);
    if (given === undefined) continue;
    const read = readValue(parameter, given);
    if ('value' in read) return { value: read.value, source };
    reason = `what is at ${source} ${read.reason}`;
  }
  if (parameter.default !== undefined) return { value: parameter.default, source: 'default' };
  return { reason };
}

/** The paths a parameter is looked for at, in order. */
export function pathsOf({ from }: Parameter): readonly string[] {
  if (from === undefined) return [];
  return typeof from === 'string' ? [from] : from;
}

/** Longer texts are no arguments; patterns are not run over them. */
const MAX_SEARCHED = 10_000;

function valueAt(parameter: Parameter, facts: RecipeFacts, path: readonly string[]) {
  const value = factAt(facts, path);
  if (value === undefined || parameter.extract === undefined) return value;
  return extracted(parameter.extract, String(value).slice(0, MAX_SEARCHED));
}

/** A value in the parameter's type, or why it is none: also for values that a person gives. */
export function readValue(
  parameter: Parameter,
  given: BoundValue,
): { readonly value: BoundValue } | { readonly reason: string } {
  const value = inType(parameter.type, given);
  if (value === undefined) return { reason: `must be ${TYPE_WORDS[parameter.type]}` };
  const reason = faultOfValue(parameter, value);
  return reason === null ? { value } : { reason };
}

const TYPE_WORDS: Readonly<Record<Parameter['type'], string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function inType(type: Parameter['type'], given: BoundValue): BoundValue | undefined {
  const text = String(given).trim();
  if (type === 'string') return text;
  if (type === 'boolean') return text === 'true' || (text === 'false' ? false : undefined);
  const number = /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
  return type === 'integer' && !Number.isSafeInteger(number) ? undefined : number;
}
