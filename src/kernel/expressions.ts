import { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';

/** Which characters of an expression's text something is about, the end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** An expression ready to run, or a sentence saying what is wrong with its text. */
export type CompiledExpression =
  | {
      readonly ok: true;
      /** Of its result, as CEL names it; `dyn` where only running it tells. */
      readonly type: string;
      readonly ast: unknown;
      /** Throws what the library throws when the expression fails on these variables. */
      readonly run: (variables: Readonly<Record<string, unknown>>) => unknown;
    }
  | {
      readonly ok: false;
      readonly error: string;
      /** Null: the whole. */
      readonly range: TextRange | null;
    };

const patterns = new Map<string, RE2JS>();
const MAX_PATTERNS = 500;

// The library's own `matches` uses the platform's backtracking engine: conditions come from users,
// so theirs runs on RE2 (linear time) under another name.
const SAFE_MATCHES = 'matchesRe2';

/** How large an expression may be, and what else its language has. */
export interface ExpressionOptions {
  readonly maxAstNodes: number;
  readonly maxDepth: number;
  /** `a.?b.orValue(c)` for what may be missing. */
  readonly enableOptionalTypes?: boolean;
}

/** CEL with regular expressions in linear time; the caller adds the variables. */
export function createExpressionLanguage(options: ExpressionOptions): Environment {
  const { maxAstNodes, maxDepth, enableOptionalTypes = false } = options;
  return new Environment({
    limits: { maxAstNodes, maxDepth },
    enableOptionalTypes,
  }).registerFunction(`string.${SAFE_MATCHES}(string): bool`, (text: string, pattern: string) =>
    regex(pattern).matcher(text).find(),
  );
}

function regex(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  const compiled = RE2JS.compile(pattern);
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(pattern, compiled);
  return compiled;
}

/** Compiles an expression: no loop inside another, every `matches` on RE2. */
export function compileExpression(environment: Environment, text: string): CompiledExpression {
  try {
    const { ast } = environment.parse(text);
    if (loopsInLoop(ast, false)) return { ok: false, error: NESTED, range: null };
    const safe = environment.parse(withSafeMatches(text, ast));
    const unsafe = placesOfMatches(safe.ast);
    if (unsafe.length > 0) return { ok: false, error: UNSAFE, range: null };
    const check = safe.check();
    if (!check.valid) return faultOf(check.error, text, ast);
    const run = (variables: Readonly<Record<string, unknown>>) => safe({ ...variables });
    return { ok: true, type: check.type ?? 'dyn', ast, run };
  } catch (error) {
    return faultOf(error, text, null);
  }
}

const NESTED = 'One of all, exists, map, filter or bind cannot stand inside another.';
const UNSAFE = 'Write .matches("…") directly behind what it looks at.';

/**
 * What the library complains about, and where. It sees `.matches` under its longer name, so places
 * behind such a call are that much too far right.
 */
function faultOf(error: unknown, text: string, ast: unknown): CompiledExpression {
  return { ok: false, error: sentenceOf(error), range: rangeIn(error, text, ast) };
}

/** What the library says went wrong, in one line. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replaceAll(SAFE_MATCHES, 'matches');
}

const LONGER = SAFE_MATCHES.length - 'matches'.length;

function rangeIn(error: unknown, text: string, ast: unknown) {
  const range = (error as { readonly range?: Partial<TextRange> } | null)?.range;
  if (typeof range?.start !== 'number') return null;
  const places = ast === null ? [] : placesOfMatches(ast).sort((a, b) => a - b);
  const back = (at: number) => {
    const before = places.filter((place, index) => place + index * LONGER < at).length;
    return Math.min(text.length, Math.max(0, at - before * LONGER));
  };
  const start = back(range.start);
  return { start, end: Math.max(start, back(range.end ?? range.start + 1)) };
}

/** A node of the syntax tree. */
export interface SyntaxNode {
  readonly op: string;
  readonly args: unknown;
  readonly range: TextRange;
}

/** Whether a part of a syntax tree is a node. */
export function isNode(value: unknown): value is SyntaxNode {
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

/** The macros that visit every element, and `bind`. */
export const LOOPS: ReadonlySet<unknown> = new Set<unknown>([
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
  'bind',
]);

/** Expressions run for every alert, so what they cost must not multiply: no loop inside another. */
function loopsInLoop(value: unknown, inside: boolean): boolean {
  if (Array.isArray(value)) return value.some((part) => loopsInLoop(part, inside));
  if (!isNode(value)) return false;
  if (value.op !== 'rcall' || !Array.isArray(value.args)) return loopsInLoop(value.args, inside);
  const [name, receiver, args] = value.args;
  const loop = LOOPS.has(name);
  if (loop && inside) return true;
  return loopsInLoop(receiver, inside) || loopsInLoop(args, inside || loop);
}
