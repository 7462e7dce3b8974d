import type { PlannedStep, RecipeDocument } from './remediation-data.ts';

/** What a command is made of: each member is one argument, whatever is in it. */
export interface Argv {
  readonly program: string;
  readonly args: readonly string[];
  readonly sudo: boolean;
}

/** What a step does, read out of what the hub has bound. A tagged union by `kind`. */
export type Doing =
  | { readonly kind: 'command'; readonly argv: Argv }
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly url: string;
      readonly headers: readonly (readonly [name: string, value: string, secret: boolean])[];
      readonly body: string | null;
    }
  | { readonly kind: 'manual'; readonly instructions: string }
  | { readonly kind: 'wait'; readonly seconds: number };

type Bound = Pick<PlannedStep, 'kind' | 'bound'>;

/** Reads what a step does. */
export function doingOf({ kind, bound }: Bound): Doing {
  switch (kind) {
    case 'command':
      return { kind, argv: argvOf(bound) };
    case 'http':
      return {
        kind,
        method: String(bound.method),
        url: String(bound.url),
        headers: Object.entries(Object(bound.headers)).map(([name, value]) =>
          headerOf(name, value),
        ),
        body: bound.body == null ? null : JSON.stringify(bound.body, null, 2),
      };
    case 'manual':
      return { kind, instructions: String(bound.instructions) };
    case 'wait':
      return { kind, seconds: Number(bound.seconds) };
  }
}

function argvOf({ program, args, sudo }: Bound['bound']): Argv {
  return {
    program: String(program),
    args: Array.isArray(args) ? args.map(String) : [],
    sudo: sudo === true,
  };
}

function headerOf(name: string, value: unknown): readonly [string, string, boolean] {
  if (typeof value === 'string') return [name, value, false];
  return [name, String(Object(value).secret), true];
}

/** Control and direction characters shown, so that no argument looks like another one. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu,
    shown,
  );
}

function shown(character: string): string {
  if (character === '\n') return '↵';
  if (character === '\t') return '⇥';
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`;
}

// What terminals read as colours and moves of the cursor; the hub keeps another character for Escape.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is looked for
const ESCAPES = /[\u001b\ufffd]\[[0-?]*[ -/]*[@-~]/gu;

/** Output as people read it: without a terminal's colours, other control characters shown. */
export function readable(output: string): string {
  const lines = output
    .replaceAll(ESCAPES, '')
    .replaceAll('\r\n', '\n')
    .split(/([\n\t])/);
  return lines.map((part) => (part === '\n' || part === '\t' ? part : visible(part))).join('');
}

type AnyStep = RecipeDocument['steps'][number];

/** The step of a document that a planned one was made of. */
export function stepIn(document: RecipeDocument, step: Pick<PlannedStep, 'phase' | 'name'>) {
  return document[step.phase]?.find(({ name }) => name === step.name);
}

/** What has to come of a step for it to count as done, one sentence each; of its recipe. */
export function expectationsOf(step: AnyStep): readonly string[] {
  if (step.kind === 'command') return commandExpectations(step);
  return step.kind === 'http' ? httpExpectations(step) : [];
}

function commandExpectations({ expect, retry }: Extract<AnyStep, { kind: 'command' }>) {
  const { exit_codes: codes = [0], stdout_matches, stdout_lacks, stdout_number } = expect ?? {};
  return [
    `exits with ${codes.join(' or ')}`,
    ...(stdout_matches === undefined ? [] : [`its output matches ${stdout_matches}`]),
    ...(stdout_lacks === undefined ? [] : [`nothing in its output matches ${stdout_lacks}`]),
    ...(stdout_number ? [numberWords(stdout_number)] : []),
    ...retryWords(retry),
  ];
}

function numberWords(number: {
  readonly extract: string;
  readonly at_least?: number;
  readonly at_most?: number;
}): string {
  const { extract, at_least, at_most } = number;
  const limits = [
    ...(at_least === undefined ? [] : [`at least ${at_least}`]),
    ...(at_most === undefined ? [] : [`at most ${at_most}`]),
  ];
  return `the number at ${extract} is ${limits.join(' and ')}`;
}

function httpExpectations({ expect, retry }: Extract<AnyStep, { kind: 'http' }>) {
  const { status, body_matches } = expect ?? {};
  return [
    `is answered ${status?.join(' or ') ?? '2xx'}`,
    ...(body_matches === undefined ? [] : [`the answer matches ${body_matches}`]),
    ...retryWords(retry),
  ];
}

function retryWords(retry: { readonly attempts: number; readonly interval_s: number } | undefined) {
  return retry ? [`tried up to ${retry.attempts} times, ${retry.interval_s} s apart`] : [];
}

/**
 * Where a parameter's value is from, as the reason of its proposal tells; null where it says nothing:
 * then it was given by hand, or is the recipe's default.
 */
export function sourceOf(name: string, reason: string): string | null {
  const part = reason.split(/[;,] /).find((text) => text.startsWith(`${name} from `));
  return part?.slice(`${name} from `.length) ?? null;
}

/** A path into the facts as a person says it: `alert.evidence.mount` is “the alert’s evidence, mount”. */
export function sourceWords(path: string): string {
  if (path.includes('[')) return path;
  const [root = '', field = '', ...rest] = path.split('.');
  if (root === 'host') return 'the host that the alert names';
  const owner = root === 'incident' ? 'the incident’s' : 'the alert’s';
  const words: Readonly<Record<string, string>> = { labels: 'label', annotations: 'annotation' };
  const place = `${owner} ${words[field] ?? field}`;
  return rest.length === 0 ? place : `${place} ${rest.join('.')}`;
}
