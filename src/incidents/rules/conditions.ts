import { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';

/** What a rule's condition can see of an alert. */
export interface AlertFacts {
  readonly title: string;
  readonly description: string;
  readonly severity: string;
  readonly status: string;
  readonly service: string;
  readonly source: string;
  readonly integration: string;
  readonly format: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export type Condition = (facts: AlertFacts) => boolean;

/** A condition ready to run, or a sentence saying what is wrong with its text. */
export type CompiledCondition =
  | { readonly ok: true; readonly matches: Condition }
  | {
      readonly ok: false;
      readonly error: string;
      /** Which characters of the text it is about, the end exclusive; null: the whole. */
      readonly range: { readonly start: number; readonly end: number } | null;
    };

const patterns = new Map<string, RE2JS>();
const MAX_PATTERNS = 500;

// The library's own `matches` uses the platform's backtracking engine: conditions come from users,
// so theirs runs on RE2 (linear time) under another name.
const SAFE_MATCHES = 'matchesRe2';

const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 40 } })
  .registerVariable('title', 'string')
  .registerVariable('description', 'string')
  .registerVariable('severity', 'string')
  .registerVariable('status', 'string')
  .registerVariable('service', 'string')
  .registerVariable('source', 'string')
  .registerVariable('integration', 'string')
  .registerVariable('format', 'string')
  .registerVariable('labels', 'map<string, string>')
  .registerVariable('annotations', 'map<string, string>')
  .registerFunction(`string.${SAFE_MATCHES}(string): bool`, (text: string, pattern: string) =>
    regex(pattern).matcher(text).find(),
  );

function regex(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  const compiled = RE2JS.compile(pattern);
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(pattern, compiled);
  return compiled;
}

/**
 * Compiles a CEL condition over {@link AlertFacts}, e.g.
 * `severity == "critical" && labels.team == "payments"`. A condition that fails while it runs (a
 * label that is not there) does not match.
 */
export function compileCondition(text: string): CompiledCondition {
  try {
    const { ast } = environment.parse(text);
    if (loopsInLoop(ast, false)) return { ok: false, error: NESTED, range: null };
    const safe = environment.parse(withSafeMatches(text, ast));
    const unsafe = placesOfMatches(safe.ast);
    if (unsafe.length > 0) return { ok: false, error: UNSAFE, range: null };
    const check = safe.check();
    if (!check.valid) return faultOf(check.error, text, ast);
    if (check.type !== 'bool' && check.type !== 'dyn') {
      const error = `The condition gives a ${check.type}; it must be true or false.`;
      return { ok: false, error, range: null };
    }
    return { ok: true, matches: (facts) => holds(() => safe({ ...facts })) };
  } catch (error) {
    return faultOf(error, text, null);
  }
}

const NESTED = 'One of all, exists, map, filter or bind cannot stand inside another.';
const UNSAFE = 'Write .matches("…") directly behind what it looks at.';

function holds(evaluate: () => unknown): boolean {
  try {
    return evaluate() === true;
  } catch {
    return false;
  }
}

/**
 * What the library complains about, and where. It sees `.matches` under its longer name, so places
 * behind such a call are that much too far right.
 */
function faultOf(error: unknown, text: string, ast: unknown): CompiledCondition {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = (message.split('\n')[0] ?? '').replaceAll(SAFE_MATCHES, 'matches');
  return { ok: false, error: sentence, range: rangeIn(error, text, ast) };
}

const LONGER = SAFE_MATCHES.length - 'matches'.length;

function rangeIn(error: unknown, text: string, ast: unknown) {
  const range = (error as { readonly range?: Partial<Node['range']> } | null)?.range;
  if (typeof range?.start !== 'number') return null;
  const places = ast === null ? [] : placesOfMatches(ast).sort((a, b) => a - b);
  const back = (at: number) => {
    const before = places.filter((place, index) => place + index * LONGER < at).length;
    return Math.min(text.length, Math.max(0, at - before * LONGER));
  };
  const start = back(range.start);
  return { start, end: Math.max(start, back(range.end ?? range.start + 1)) };
}

interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly range: { readonly start: number; readonly end: number };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

// What may stand between the end of a receiver and the name of its method: closing parentheses,
// the dot, space and comments.
const BEFORE_NAME = /^((?:[\s).]|\/\/.*(?:[\r\n]|$))*)matches/;

/** Renames every call of `.matches(` by its place in the syntax tree, never inside a string. */
function withSafeMatches(text: string, ast: unknown): string {
  let safe = text;
  for (const place of placesOfMatches(ast).sort((a, b) => b - a)) {
    const rest = safe.slice(place).replace(BEFORE_NAME, `$1${SAFE_MATCHES}`);
    safe = safe.slice(0, place) + rest;
  }
  return safe;
}

/** Where the receivers of the calls of `.matches(` end. */
function placesOfMatches(ast: unknown): number[] {
  const places: number[] = [];
  collect(ast, places);
  return places;
}

function collect(value: unknown, places: number[]): void {
  if (Array.isArray(value)) for (const part of value) collect(part, places);
  if (!isNode(value)) return;
  if (value.op === 'rcall' && Array.isArray(value.args) && value.args[0] === 'matches') {
    const receiver: unknown = value.args[1];
    if (isNode(receiver)) places.push(receiver.range.end);
  }
  collect(value.args, places);
}

const LOOPS = new Set<unknown>(['all', 'exists', 'exists_one', 'map', 'filter', 'bind']);

/** Conditions run for every alert, so what they cost must not multiply: no loop inside another. */
function loopsInLoop(value: unknown, inside: boolean): boolean {
  if (Array.isArray(value)) return value.some((part) => loopsInLoop(part, inside));
  if (!isNode(value)) return false;
  if (value.op !== 'rcall' || !Array.isArray(value.args)) return loopsInLoop(value.args, inside);
  const [name, receiver, args] = value.args;
  const loop = LOOPS.has(name);
  if (loop && inside) return true;
  return loopsInLoop(receiver, inside) || loopsInLoop(args, inside || loop);
}
