import { Type } from 'typebox';
import { type FieldError, Problem } from '../kernel/errors.ts';
import { isObject, kindOf } from '../kernel/json.ts';
import { suggestion } from '../kernel/near.ts';
import { storable } from '../kernel/text.ts';
import {
  type Path,
  parseSource,
  pathText,
  type Source,
  type Trouble,
} from '../kernel/yaml-source.ts';
import { recipeFaults } from './rules/recipe-faults.ts';
import { RecipeDocument, STEP_KINDS, STEP_LISTS } from './rules/recipe-schema.ts';
import { faultsOfSoundParts } from './rules/sound-parts.ts';
import { type PlacedFault, schemaFaults } from './schema-faults.ts';

/** Characters of a document; more is no recipe. */
export const MAX_RECIPE_TEXT = 64 * 1_024;

/** Faults that are told; a document with more is corrected in rounds. */
const MAX_FAULTS = 50;

/** One thing that is wrong with a document, and where in its text. */
export interface RecipeFault {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `steps[0].args[1]`; empty: the whole. */
  readonly path: string;
  readonly message: string;
}

/** A document, or all that is wrong with its text. */
export type RecipeReading =
  | { readonly recipe: RecipeDocument }
  | { readonly faults: readonly RecipeFault[] };

/**
 * Reads a YAML (or JSON) document strictly: unknown keys, wrong types, conditions and patterns that do
 * not compile, references to nothing, cycles and risks that do not fit are all named at once.
 */
export function readRecipe(text: string): RecipeReading {
  if (text.length > MAX_RECIPE_TEXT) {
    const message = `is ${text.length} characters long; at most ${MAX_RECIPE_TEXT} are read`;
    return { faults: [{ line: 1, column: 1, path: '', message }] };
  }
  const parsed = parseSource('recipe', text);
  if ('troubles' in parsed) return { faults: parsed.troubles.slice(0, MAX_FAULTS).map(asFault) };
  const { source } = parsed;
  const { value } = source;
  const wrong = [...shapeFaults(value), ...unstorable(value, [])];
  if (wrong.length > 0) {
    // With more than are told, not all that is unsound need be known.
    const isRead = isObject(value) && wrong.length < MAX_FAULTS;
    const others = isRead ? faultsOfSoundParts(value, wrong) : [];
    return { faults: located(source, [...wrong, ...others]) };
  }
  const recipe = value as RecipeDocument;
  const faults = recipeFaults(recipe);
  return faults.length > 0 ? { faults: located(source, faults) } : { recipe };
}

/** Texts and names that a database cannot hold. */
function unstorable(value: unknown, path: Path): readonly PlacedFault[] {
  if (typeof value === 'string') {
    if (storable(value) === value) return [];
    return [{ path, message: 'holds NUL or half of a character' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [
    ...unstorable(key, [...path, key]),
    ...unstorable(one, [...path, key]),
  ]);
}

/** The document of a text. Throws 422 with `faults` (line, column, path, message), all of them. */
export function parseRecipe(text: string): RecipeDocument {
  const reading = readRecipe(text);
  if ('recipe' in reading) return reading.recipe;
  throw recipeProblem(reading.faults);
}

/** 422 `invalid_recipe`: everything that is wrong, also as field errors. */
export function recipeProblem(faults: readonly RecipeFault[]): Problem {
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  const [first] = faults;
  const said = first === undefined ? '' : `: ${describeFault(first)}`;
  const errors: FieldError[] = faults.map(({ line, column, path, message }) => ({
    pointer: path,
    expected: message,
    received: `line ${line}, column ${column}`,
  }));
  const detail = `The recipe has ${count}${said}`;
  return new Problem(422, 'invalid_recipe', detail, { errors, extra: { faults } });
}

/** `3:7: steps[0].kind: what is wrong`. */
export function describeFault({ line, column, path, message }: RecipeFault): string {
  return `${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}

function located(source: Source, faults: readonly PlacedFault[]): readonly RecipeFault[] {
  return faults
    .map(({ path, message }) => asFault(source.trouble(path, message)))
    .sort((one, other) => one.line - other.line || one.column - other.column)
    .slice(0, MAX_FAULTS);
}

function asFault({ line, column, path, message }: Trouble): RecipeFault {
  return { line, column, path: pathText(path), message };
}

const anySteps = Type.Optional(Type.Array(Type.Unknown(), { maxItems: 20 }));
/** The document around its steps: these are judged by their kind, not as a choice of four. */
const Frame = Type.Object(
  {
    ...RecipeDocument.properties,
    pre_checks: anySteps,
    steps: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 50 }),
    post_checks: anySteps,
    rollback: anySteps,
  },
  { additionalProperties: false },
);

function shapeFaults(value: unknown): readonly PlacedFault[] {
  if (!isObject(value)) {
    return [{ path: [], message: `must be a map of fields, not ${kindOf(value)}` }];
  }
  const inSteps = STEP_LISTS.flatMap((list) => {
    const steps = value[list];
    if (!Array.isArray(steps)) return [];
    return steps.slice(0, 50).flatMap((step: unknown, index) => stepShape(step, [list, index]));
  });
  return [...schemaFaults(Frame, value), ...inSteps];
}

function stepShape(step: unknown, path: readonly (string | number)[]): readonly PlacedFault[] {
  if (!isObject(step)) return [{ path, message: `must be a map of fields, not ${kindOf(step)}` }];
  const { kind } = step;
  const kinds = Object.keys(STEP_KINDS);
  if (typeof kind === 'string' && Object.hasOwn(STEP_KINDS, kind)) {
    return schemaFaults(STEP_KINDS[kind as keyof typeof STEP_KINDS], step, path);
  }
  const meant = typeof kind === 'string' ? suggestion(kind, kinds) : '';
  const message =
    kind === undefined
      ? `is missing: one of ${kinds.join(', ')} is needed`
      : `must be one of ${kinds.join(', ')}${meant}`;
  return [{ path: [...path, 'kind'], message }];
}
