import type { FieldError } from '../../kernel/errors.ts';
import { isObject, type Json, kindOf } from '../../kernel/json.ts';
import { INCIDENT_FIELDS, PERSON_FIELDS } from './payload.ts';

/** Bytes of a template as compact JSON in UTF-8. */
export const MAX_TEMPLATE_BYTES = 64 * 1024;
/** Objects and arrays inside each other. */
export const MAX_TEMPLATE_DEPTH = 20;
export const MAX_TEMPLATE_VARIABLES = 500;
/** Characters that all variables of one body may insert together, as JSON. */
export const MAX_INSERTED = 1024 * 1024;

// Longer than any path of the payload: names of labels have at most 128 characters.
const VARIABLE = /\{\{([^{}]{1,300})\}\}/g;
const WHOLE = /^\{\{([^{}]{1,300})\}\}$/;

/**
 * Fills the variables of a webhook's own body from the standard one (research, flashduty-openremedy
 * §1.3): `{{a.b.0.c}}`, dots between names, numbers for items of arrays, blanks around allowed.
 * A text that is exactly one variable takes its value, type and all; in any other text the value is
 * inserted, and a variable that names nothing stays as it is.
 *
 * Where the documents are silent: what is no text is inserted as compact JSON; names may contain
 * dots, the longest that exists is taken (`labels.k8s.io/name`); names of the template's own
 * members are never filled; inserted text is not filled again; once {@link MAX_INSERTED} is used
 * up, variables that no longer fit stay as they are, so that no template makes a body without end.
 */
export function fillTemplate(template: Json, envelope: Json): Json {
  return fill(template, createReader(envelope));
}

interface Found {
  readonly value: Json;
  readonly text: string;
}

type Reader = (path: string) => Found | undefined;

function fill(template: Json, read: Reader): Json {
  if (typeof template === 'string') return fillText(template, read);
  if (Array.isArray(template)) return template.map((item) => fill(item, read));
  if (!isObject(template)) return template;
  // Entries, not assignment: a member named __proto__ must stay a member.
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, fill(item, read)]));
}

function fillText(text: string, read: Reader): Json {
  const path = WHOLE.exec(text)?.[1];
  if (path === undefined) {
    return text.replace(VARIABLE, (literal, name: string) => read(name)?.text ?? literal);
  }
  const found = read(path);
  return found ? found.value : text;
}

function createReader(envelope: Json): Reader {
  const seen = new Map<string, Found | undefined>();
  let left = MAX_INSERTED;
  return (path) => {
    if (!seen.has(path)) seen.set(path, find(envelope, path.trim()));
    const found = seen.get(path);
    if (!found || found.text.length > left) return undefined;
    left -= found.text.length;
    return found;
  };
}

function find(envelope: Json, path: string): Found | undefined {
  const value = lookUp(envelope, path);
  if (value === undefined) return undefined;
  return { value, text: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** What a path names, own members only. Of several ways to split it the longest name wins. */
function lookUp(node: Json | undefined, path: string): Json | undefined {
  if (Array.isArray(node)) return lookUpItem(node, path);
  if (!isObject(node)) return undefined;
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const name = path.slice(0, end);
    if (!Object.hasOwn(node, name)) continue;
    const value = node[name] as Json;
    const found = end === path.length ? value : lookUp(value, path.slice(end + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function lookUpItem(items: readonly Json[], path: string): Json | undefined {
  const [index = '', ...rest] = path.split('.');
  if (!/^(0|[1-9]\d*)$/.test(index)) return undefined;
  const item = items[Number(index)];
  return rest.length === 0 ? item : lookUp(item, rest.join('.'));
}

/**
 * What is wrong with a template that came with a request, or null: it is an object or array of at
 * most {@link MAX_TEMPLATE_BYTES}, {@link MAX_TEMPLATE_DEPTH} levels and
 * {@link MAX_TEMPLATE_VARIABLES} variables.
 */
export function templateFault(template: unknown): FieldError | null {
  if (typeof template !== 'object' || template === null) {
    return fault('a JSON object or array', kindOf(template));
  }
  if (isDeeperThan(template, MAX_TEMPLATE_DEPTH)) {
    return fault(`at most ${MAX_TEMPLATE_DEPTH} levels`, `more than ${MAX_TEMPLATE_DEPTH} levels`);
  }
  const bytes = new TextEncoder().encode(JSON.stringify(template)).length;
  if (bytes > MAX_TEMPLATE_BYTES) {
    return fault(`at most ${MAX_TEMPLATE_BYTES} bytes`, `${bytes} bytes`);
  }
  const variables = variablesOf(template).length;
  if (variables > MAX_TEMPLATE_VARIABLES) {
    return fault(`at most ${MAX_TEMPLATE_VARIABLES} variables`, `${variables} variables`);
  }
  return null;
}

function fault(expected: string, received: string): FieldError {
  return { pointer: '/template', expected, received };
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}

/** Paths of all variables, in order and as often as they occur. Takes what has no fault. */
function variablesOf(template: unknown): string[] {
  if (typeof template === 'string') {
    return [...template.matchAll(VARIABLE)].map((match) => (match[1] ?? '').trim());
  }
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(variablesOf);
}

/** Members of the standard body, and of those that are objects theirs. */
const MEMBERS = new Map<string, readonly string[]>([
  ['event_time', []],
  ['event_type', []],
  ['event_id', []],
  ['person', PERSON_FIELDS],
  ['incident', INCIDENT_FIELDS],
]);

/**
 * Variables that no incident's payload can fill, each once: their first name is none of the
 * envelope's, or their second none of the person's or incident's. Worth a warning, no fault: they
 * are sent as they stand.
 */
export function unknownPaths(template: Json): string[] {
  return [...new Set(variablesOf(template))].filter((path) => !isKnown(path));
}

/** Variables that name nothing in this one body, each once; they are sent as they stand. */
export function emptyPaths(template: Json, envelope: Json): string[] {
  const paths = [...new Set(variablesOf(template))];
  return paths.filter((path) => lookUp(envelope, path) === undefined);
}

function isKnown(path: string): boolean {
  const [root = '', member] = path.split('.');
  const members = MEMBERS.get(root);
  return members !== undefined && (member === undefined || members.includes(member));
}
