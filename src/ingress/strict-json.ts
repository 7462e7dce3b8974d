import { isUtf8 } from 'node:buffer';
import { badRequest } from '../kernel/errors.ts';
import { readExactJson } from './exact-json.ts';
import { findDuplicateKey, findSyntaxFault } from './json-faults.ts';

/** Arrays and objects inside each other, the outermost counted. */
const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * Reads a request body as RFC 8259 JSON in UTF-8 (contracts, "Common to all intake"). Throws
 * `Problem` 400 with `empty_body`, `bom_not_allowed`, `invalid_utf8`, `too_deep` (more than
 * {@link MAX_DEPTH} levels), `invalid_json` (naming line, column and byte) or `duplicate_key`
 * (naming the JSON pointer). A key named `__proto__` is an own property like any other.
 */
export function parseStrictJson(bytes: Buffer): unknown {
  refuseUnreadable(bytes);
  const { colons, escapedKeys } = countMembersWritten(bytes);
  const text = bytes.toString('utf8');
  const parsed = parse(text);
  const value = escapedKeys ? readExactJson(text) : parsed;
  // JSON.parse keeps the last of two equal keys without a word, so members go missing. Counting
  // costs a tenth of a parser of our own; only a difference pays for the search.
  if (countMembers(value) !== colons) throw duplicateKey(text);
  return value;
}

function refuseUnreadable(bytes: Buffer): void {
  if (bytes.length === 0) throw badRequest('empty_body', 'The body is empty; JSON is expected.');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw badRequest('bom_not_allowed', 'The body starts with a byte order mark; remove it.');
  }
  if (!isUtf8(bytes)) throw badRequest('invalid_utf8', 'The body is not valid UTF-8.');
}

/**
 * Colons outside strings: one for each object member of a well-formed text; and whether a key is
 * written with an escape. Checks the depth.
 */
function countMembersWritten(bytes: Buffer): { colons: number; escapedKeys: boolean } {
  let colons = 0;
  let depth = 0;
  let escapedKeys = false;
  // The last string: from its quote to the quote that closes it.
  let from = 0;
  let to = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number;
    if (byte === QUOTE) {
      from = index;
      index = to = endOfString(bytes, index + 1);
    } else if (byte === COLON) {
      colons++;
      escapedKeys ||= hasBackslash(bytes, from, to);
    } else {
      depth += nesting(byte);
      if (depth > MAX_DEPTH) throw tooDeep();
    }
  }
  return { colons, escapedKeys };
}

function hasBackslash(bytes: Buffer, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (bytes[index] === BACKSLASH) return true;
  return false;
}

/** Index of the quote that closes the string whose content starts at `from`. */
function endOfString(bytes: Buffer, from: number): number {
  let index = from;
  for (; index < bytes.length && bytes[index] !== QUOTE; index++) {
    if (bytes[index] === BACKSLASH) index++;
  }
  return index;
}

/** 1 for an opening bracket or brace, -1 for a closing one. They differ from each other in bit 5. */
function nesting(byte: number): number {
  if ((byte | 0x20) === 0x7b) return 1;
  return (byte | 0x20) === 0x7d ? -1 : 0;
}

function tooDeep() {
  return badRequest('too_deep', `The body nests deeper than ${MAX_DEPTH} levels.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (text.trim() === '') throw badRequest('empty_body', 'The body is blank; JSON is expected.');
    throw invalidJson(text, cause);
  }
}

/** Recursive, but {@link countMembersWritten} has bounded the depth. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += countMembers(item);
    return members;
  }
  const keys = Object.keys(value);
  for (const key of keys) members += countMembers((value as Record<string, unknown>)[key]);
  return members + keys.length;
}

function invalidJson(text: string, cause: unknown) {
  const fault = findSyntaxFault(text);
  if (!fault) return badRequest('invalid_json', `The body is not valid JSON: ${String(cause)}`);
  const before = text.slice(0, fault.at);
  const line = before.split('\n').length;
  const column = fault.at - before.lastIndexOf('\n');
  const byte = Buffer.byteLength(before);
  const place = `line ${line}, column ${column} (byte ${byte})`;
  const received = fault.at >= text.length ? 'the end of the body' : quoted(text, fault.at);
  return badRequest(
    'invalid_json',
    `The body is not valid JSON: ${fault.expected} was expected at ${place}, not ${received}.`,
    [{ pointer: '', expected: `${fault.expected} at ${place}`, received }],
  );
}

function quoted(text: string, at: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

function duplicateKey(text: string) {
  const pointer = findDuplicateKey(text) ?? '';
  return badRequest('duplicate_key', `The key at ${pointer} is given twice in the same object.`, [
    { pointer, expected: 'every key once', received: 'the same key again' },
  ]);
}
