import type { Link } from '../../alerts/alert-event.ts';
import { invalid } from '../../kernel/errors.ts';
import { sha256Hex } from '../../kernel/hashing.ts';
import { storable, truncate } from '../../kernel/text.ts';
import { type Instant, parseInstant } from '../../kernel/time.ts';

export const MAX_TITLE = 500;
export const MAX_DESCRIPTION = 5_000;
const MAX_SERVICE = 255;
const MAX_DEDUP_KEY = 512;
const MAX_ENTRIES = 64;
const MAX_KEY = 128;
const MAX_VALUE = 2_048;

/** The text if it is one and says something, as PostgreSQL can store it. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? storable(value) : undefined;
}

/** The first of the values that is a text and says something. */
export function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = textIn(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The same, at most `max` characters; longer ones are cut with a warning naming `what`. */
export function fitted(text: string, max: number, what: string, warnings: string[]): string {
  if (text.length > max) warnings.push(`${what} was cut to ${max} characters.`);
  return truncate(text, max);
}

/** An id that may come as a text or as a number. */
export function idIn(value: unknown): string | undefined {
  return Number.isFinite(value) ? String(value) : textIn(value)?.trim();
}

/** A dedup key that stays readable while it is short enough (512 characters), else its hash. */
export function fittingKey(key: string): string {
  return key.length <= MAX_DEDUP_KEY ? key : `sha256:${sha256Hex(key)}`;
}

/** A service's name: without space around it, at most 255 characters. */
export function serviceName(value: unknown): string | undefined {
  const name = textIn(value)?.trim();
  return name === undefined ? undefined : truncate(name, MAX_SERVICE);
}

/**
 * The scalars of a map as text that can be stored; null, lists and objects are left out.
 * A key named `__proto__` stays a key.
 */
export function textMap(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries: [string, string][] = [];
  for (const key of Object.keys(values)) {
    const value = values[key];
    if (value === null || typeof value === 'object') continue;
    entries.push([storable(key), storable(String(value))]);
  }
  return Object.fromEntries(entries);
}

/**
 * {@link textMap} within what an alert holds (64 entries, keys of 128 and values of 2,048
 * characters): for senders who publish no limits, so that too much costs a warning, not an alert.
 */
export function fittingMap(
  values: Readonly<Record<string, unknown>>,
  what: string,
  warnings: string[],
): Record<string, string> {
  const entries = Object.entries(textMap(values));
  if (entries.length > MAX_ENTRIES) {
    warnings.push(`${what} has ${entries.length} entries; the first ${MAX_ENTRIES} are kept.`);
  }
  const kept = entries.slice(0, MAX_ENTRIES).map(([key, value]): [string, string] => {
    const name = truncate(key, 40);
    return [
      fitted(key, MAX_KEY, `The key '${name}' of ${what}`, warnings),
      fitted(value, MAX_VALUE, `'${name}' of ${what}`, warnings),
    ];
  });
  return Object.fromEntries(kept);
}

/** Whether a time was not set: absent, or the zero time that Go writes for it. */
export function isUnset(text: string | undefined): boolean {
  return text === undefined || text.startsWith('0001-');
}

/**
 * The sender's clock; Go's zero time counts as absent. (So do times ahead of ours, for all formats
 * alike: intake/prepare.) Throws 422 naming `pointer` for text that is no instant.
 */
export function senderInstant(text: string | undefined, pointer: string): Instant | undefined {
  if (text === undefined || isUnset(text)) return undefined;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  const expected = 'an ISO 8601 date and time with offset, such as 2024-01-15T10:30:00Z';
  throw invalid(`${pointer} is not a valid time.`, [
    { pointer, expected, received: truncate(storable(text), 60) },
  ]);
}

/** The sender's clock where a bad time must not cost the alert: what is no instant is absent. */
export function instantIn(value: unknown): Instant | undefined {
  return typeof value === 'string' && !isUnset(value) ? parseInstant(value) : undefined;
}

const WEB_ADDRESS = /^https?:\/\/[^\s"<>\\]{1,2040}$/i;

/** A link, if the value is an absolute http(s) address; nothing else may become one. */
export function linkTo(href: unknown, text: string): Link[] {
  return typeof href === 'string' && WEB_ADDRESS.test(href) ? [{ href: storable(href), text }] : [];
}

/** Links which annotations hold by custom: runbook and dashboard. */
export function annotatedLinks(annotations: Readonly<Record<string, unknown>>): Link[] {
  return [
    ...linkTo(annotations.runbook_url ?? annotations.runbook, 'Runbook'),
    ...linkTo(annotations.dashboard_url ?? annotations.dashboard, 'Dashboard'),
  ];
}
