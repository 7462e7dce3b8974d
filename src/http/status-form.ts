import type { FastifyRequest } from 'fastify';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { badRequest } from '../kernel/errors.ts';
import { isObject } from '../kernel/json.ts';
import { asPageLocale } from '../status-page/render/catalogue.ts';
import type { PageLocale } from '../status-page/render/strings.ts';

/** What was sent to a page about subscriptions, as a form or as JSON. */
export interface SentFields {
  readonly isJson: boolean;
  /** The first value of a field; empty without one. */
  readonly one: (name: string) => string;
  readonly all: (name: string) => readonly string[];
}

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/**
 * Reads the body, of which the server has only kept the bytes. Any other type counts as an empty
 * form: RFC 8058 lets mail programs send `multipart/form-data`, and nothing in it matters. 400 for
 * JSON that cannot be read.
 */
export function sentFields({ headers, body }: FastifyRequest): SentFields {
  const type = headers['content-type'] ?? '';
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  if (JSON_TYPE.test(type)) return fieldsOfJson(bytes);
  const form = new URLSearchParams(FORM_TYPE.test(type) ? bytes.toString('utf8') : '');
  return {
    isJson: false,
    one: (name) => form.get(name) ?? '',
    all: (name) => form.getAll(name),
  };
}

function fieldsOfJson(bytes: Buffer): SentFields {
  const value = bytes.length === 0 ? {} : parseStrictJson(bytes);
  if (!isObject(value)) throw badRequest('not_an_object', 'The body is a JSON object.');
  const all = (name: string) => {
    const given = value[name];
    return [given].flat().filter((each): each is string => typeof each === 'string');
  };
  return { isJson: true, one: (name) => all(name)[0] ?? '', all };
}

/** Whether who asks is a program rather than a browser. */
export function wantsJson({ headers }: FastifyRequest, sent: SentFields | null): boolean {
  return (sent?.isJson ?? false) || /^application\/json\b/i.test(headers.accept ?? '');
}

/** The language of a page: asked for in the URL, else what it is about, else the visitor's. */
export function localeOfRequest(
  { query, headers }: FastifyRequest,
  own: string | undefined,
  fallback: PageLocale,
): PageLocale {
  const asked = isObject(query) && typeof query.lang === 'string' ? query.lang : undefined;
  const first = /\b(en|de)\b/i.exec(headers['accept-language'] ?? '')?.[1]?.toLowerCase();
  return asPageLocale(asked) ?? asPageLocale(own) ?? asPageLocale(first) ?? fallback;
}

/** Null: everything. Without a word about it, what is chosen counts. */
export function scopeIn(sent: SentFields | null): readonly string[] | null {
  const chosen = sent?.all('components') ?? [];
  const scope = sent?.one('scope') ?? '';
  return scope === 'all' || (scope === '' && chosen.length === 0) ? null : chosen;
}
