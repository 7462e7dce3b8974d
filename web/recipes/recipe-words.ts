import type { PlannedStep } from '../remediation/remediation-data.ts';
import { PHASES } from '../remediation/remediation-words.ts';
import type { RecipeDocument, RecipeParameter } from './recipe-data.ts';
import { RECIPE_DEFAULTS } from './recipe-defaults.ts';

const CATEGORIES: Readonly<Record<RecipeDocument['category'], string>> = {
  diagnostic: 'Looks',
  remediation: 'Changes',
};

/** What a recipe does to its target, in a word. */
export function categoryWord(category: RecipeDocument['category']): string {
  return CATEGORIES[category];
}

const SYSTEMS: Readonly<Record<RecipeDocument['os'][number], string>> = {
  any: 'any system',
  linux: 'Linux',
  debian: 'Debian',
  rhel: 'Red Hat',
  alpine: 'Alpine',
  macos: 'macOS',
  windows: 'Windows',
};

/** The systems it is for: `Linux, macOS`. */
export function systemWords(os: RecipeDocument['os']): string {
  return os.map((one) => SYSTEMS[one]).join(', ');
}

/** What holds for every run, a sentence each. */
export function limitWords(document: RecipeDocument): readonly string[] {
  const { timeout_s, cool_down_minutes, limits, resolves } = document;
  const rest = cool_down_minutes ?? RECIPE_DEFAULTS.cool_down_minutes;
  const runs = limits?.max_runs_per_day ?? RECIPE_DEFAULTS.max_runs_per_day;
  return [
    `A run is ended after ${spanOf(timeout_s ?? RECIPE_DEFAULTS.timeout_s)}.`,
    rest === 0
      ? 'It may run again on the same target at once.'
      : `After a run it rests for ${spanOf(rest * 60)} on that target.`,
    `It runs at most ${runs === 1 ? 'once' : `${runs} times`} in 24 hours.`,
    resolves
      ? 'A verified run resolves the incident.'
      : 'The incident stays open after a run; a person resolves it.',
  ];
}

/** Seconds in the largest unit that divides them: `90 seconds`, `5 minutes`, `6 hours`. */
export function spanOf(seconds: number): string {
  if (seconds > 0 && seconds % 3_600 === 0) return counted(seconds / 3_600, 'hour');
  if (seconds > 0 && seconds % 60 === 0) return counted(seconds / 60, 'minute');
  return counted(seconds, 'second');
}

function counted(value: number, thing: string): string {
  return `${value} ${thing}${value === 1 ? '' : 's'}`;
}

const FORMATS: Readonly<Record<NonNullable<RecipeParameter['format']>, string>> = {
  absolute_path: 'an absolute path',
  systemd_unit: 'the name of a systemd unit',
  hostname: 'a host name',
};

const TYPES: Readonly<Record<RecipeParameter['type'], string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** What a value has to be: `a whole number from 1 to 65535`. */
export function valueWords(parameter: RecipeParameter): string {
  const { type, format, enum: choices, pattern } = parameter;
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  const kind = format === undefined ? TYPES[type] : FORMATS[format];
  const matching = pattern === undefined ? '' : ` that matches ${pattern}`;
  return `${kind}${rangeWords(parameter)}${matching}`;
}

function rangeWords({ minimum, maximum, max_length }: RecipeParameter): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  if (maximum !== undefined) return ` of at most ${maximum}`;
  return max_length === undefined ? '' : ` of up to ${max_length} characters`;
}

/** Where a value is looked for, in order. */
export function sourcesOf({ from }: RecipeParameter): readonly string[] {
  return from === undefined ? [] : [from].flat();
}

/** The steps of a document as they would run, with parameters where their values will stand. */
export function stepsOf(document: RecipeDocument): readonly PlannedStep[] {
  return PHASES.flatMap(([phase]) =>
    (document[phase] ?? []).map((step) => ({
      phase,
      name: step.name,
      title: step.title ?? null,
      kind: step.kind,
      host: null,
      bound: { ...step },
      timeout_seconds:
        ('timeout_s' in step ? step.timeout_s : undefined) ?? RECIPE_DEFAULTS.step_timeout_s,
    })),
  );
}
