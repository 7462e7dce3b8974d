import { pointerStep } from './json-pointer.ts';

/** Where a text stops being JSON (index in UTF-16 units) and what could have stood there. */
export interface SyntaxFault {
  readonly at: number;
  readonly expected: string;
}

/**
 * The first syntax error of a text that `JSON.parse` refuses; `undefined` when there is none.
 * V8 gives no position for half of its messages, and quotes the sender's text in the others.
 */
export function findSyntaxFault(text: string): SyntaxFault | undefined {
  return walk(text).fault;
}

/** JSON pointer of the first key that its object already has; `undefined` when there is none. */
export function findDuplicateKey(text: string): string | undefined {
  return walk(text).duplicate;
}

interface Walk {
  readonly text: string;
  at: number;
  fault?: SyntaxFault;
  duplicate?: string;
}

/** Slow and exact; runs only for bodies that are refused anyway. Their depth is bounded already. */
function walk(text: string): Walk {
  const state: Walk = { text, at: 0 };
  if (readValue(state, '')) {
    skipSpace(state);
    if (state.at < text.length) fail(state, 'the end of the body');
  }
  return state;
}

function fail(state: Walk, expected: string, at = state.at): false {
  state.fault ??= { at, expected };
  return false;
}

function skipSpace(state: Walk): void {
  while (' \t\n\r'.includes(state.text[state.at] ?? 'x')) state.at++;
}

/** Steps over `char` if it comes next, after white space. */
function take(state: Walk, char: string): boolean {
  skipSpace(state);
  if (state.text[state.at] !== char) return false;
  state.at++;
  return true;
}

function readValue(state: Walk, pointer: string): boolean {
  skipSpace(state);
  switch (state.text[state.at]) {
    case '{':
      return readObject(state, pointer);
    case '[':
      return readArray(state, pointer);
    case '"':
      return readString(state) !== undefined;
    default:
      return readScalar(state);
  }
}

function readObject(state: Walk, pointer: string): boolean {
  const seen = new Set<string>();
  state.at++;
  if (take(state, '}')) return true;
  do {
    if (!readMember(state, pointer, seen)) return false;
  } while (take(state, ','));
  return take(state, '}') || fail(state, "',' or '}'");
}

function readMember(state: Walk, pointer: string, seen: Set<string>): boolean {
  skipSpace(state);
  if (state.text[state.at] !== '"') return fail(state, 'a key in double quotes');
  const key = readString(state);
  if (key === undefined) return false;
  if (seen.has(key)) state.duplicate ??= pointer + pointerStep(key);
  seen.add(key);
  if (!take(state, ':')) return fail(state, "':'");
  return readValue(state, pointer + pointerStep(key));
}

function readArray(state: Walk, pointer: string): boolean {
  let index = 0;
  state.at++;
  if (take(state, ']')) return true;
  do {
    if (!readValue(state, pointer + pointerStep(index++))) return false;
  } while (take(state, ','));
  return take(state, ']') || fail(state, "',' or ']'");
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function readString(state: Walk): string | undefined {
  const start = state.at;
  let at = start + 1;
  for (let char = state.text[at]; char !== '"'; char = state.text[at]) {
    if (char === undefined || char < ' ') {
      fail(state, char === undefined ? 'a closing quote' : 'an escaped control character', at);
      return undefined;
    }
    const step = char === '\\' ? escapeLength(state.text, at) : 1;
    if (step === 0) {
      fail(state, 'a valid escape sequence', at);
      return undefined;
    }
    at += step;
  }
  state.at = at + 1;
  return JSON.parse(state.text.slice(start, state.at));
}

function escapeLength(text: string, at: number): number {
  ESCAPE.lastIndex = at;
  return ESCAPE.exec(text)?.[0].length ?? 0;
}

const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readScalar(state: Walk): boolean {
  SCALAR.lastIndex = state.at;
  const match = SCALAR.exec(state.text);
  if (!match) return fail(state, 'a value');
  state.at += match[0].length;
  return true;
}
