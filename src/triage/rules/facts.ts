import { isObject } from '../../kernel/json.ts';
import { type Token, tokensOf } from './tokens.ts';
import type { TriageAlert } from './triage-input.ts';

/** A text of an alert, with where it stands; numbers and booleans as JSON writes them. */
export interface Fact {
  /** JSON pointer into the alert. */
  readonly path: string;
  readonly text: string;
  /** How much is given on it: titles and names of rules say most. */
  readonly trust: number;
  /** Words of its key, then of its text. */
  readonly tokens: readonly Token[];
  /** How many of the tokens are the key's; these stand in no quote. */
  readonly keyTokens: number;
}

/** An alert as far as it is read. */
export interface ReadAlert {
  readonly alertId: string;
  readonly facts: readonly Fact[];
}

/**
 * What is read at most: beyond it an alert costs nothing more, whatever its size. (Intake takes a
 * body of 1 MiB; a person would not read more of it either.)
 */
export const LIMITS = {
  alerts: 50,
  facts: 120,
  /** Keys of one object, members of one list. */
  keys: 200,
  depth: 5,
  /** Characters and words of one text. */
  text: 2_000,
  words: 300,
  /** Words of one alert, and of all of an incident's together: each has the same share. */
  alertWords: 2_000,
  allWords: 10_000,
  key: 128,
} as const;

const TRUST = {
  title: 1,
  rule: 1,
  description: 0.7,
  text: 0.6,
  label: 0.6,
  evidence: 0.6,
  raw: 0.4,
};

/** Labels that name the rule that fired. */
const RULE_LABELS = new Set(['alertname', 'alarm_name', 'monitor', 'rule', 'check']);

/** Keys whose words would say the same of every alert. */
const PLAIN_KEYS = new Set([
  ...RULE_LABELS,
  ...['service', 'job', 'instance', 'severity', 'host', 'hostname', 'node', 'pod', 'namespace'],
  ...['team', 'env', 'environment', 'region', 'status', 'state', 'summary', 'description'],
  ...['message', 'title', 'runbook_url', 'error', 'value', 'cluster', 'container', 'priority'],
]);

/** Values that point elsewhere, name somebody or rate the alert: words in them mislead. */
const IGNORED = /url$|^(?:link|team|owner|severity|priority|env|environment|region|cluster)$/i;

/** The alerts as they are read: in the order of their ids, each within {@link LIMITS}. */
export function readAlerts(alerts: readonly TriageAlert[]): ReadAlert[] {
  const read = [...alerts]
    .sort((a, b) => a.first_seen_at - b.first_seen_at || (a.alert_id < b.alert_id ? -1 : 1))
    .slice(0, LIMITS.alerts);
  const share = Math.min(LIMITS.alertWords, Math.floor(LIMITS.allWords / Math.max(read.length, 1)));
  return read.map((alert) => ({ alertId: alert.alert_id, facts: readFacts(alert, share) }));
}

function readFacts(alert: TriageAlert, words: number): Fact[] {
  const reading: Reading = { facts: [], left: words };
  add(reading, '/title', '', alert.title, TRUST.title);
  for (const name of RULE_LABELS) {
    const value = Object.hasOwn(alert.labels, name) ? alert.labels[name] : undefined;
    add(reading, `/labels/${name}`, name, value, TRUST.rule);
  }
  add(reading, '/description', '', alert.description, TRUST.description);
  for (const [key, value] of entriesOf(alert.labels)) {
    if (!RULE_LABELS.has(key)) add(reading, `/labels/${escaped(key)}`, key, value, TRUST.label);
  }
  for (const [key, value] of entriesOf(alert.annotations)) {
    add(reading, `/annotations/${escaped(key)}`, key, value, TRUST.text);
  }
  addDeep(reading, '/evidence', '', alert.evidence, LIMITS.depth);
  if (reading.facts.length === 0) add(reading, '/raw', '', alert.raw ?? undefined, TRUST.raw);
  return reading.facts;
}

interface Reading {
  readonly facts: Fact[];
  /** Words that may still be read. */
  left: number;
}

/** Numbers and booleans say something by their key, texts also by themselves. */
function add(reading: Reading, path: string, key: string, value: unknown, trust: number): void {
  const { left } = reading;
  if (reading.facts.length >= LIMITS.facts || left <= 0 || IGNORED.test(key)) return;
  const text = scalarText(value)?.slice(0, LIMITS.text);
  if (text === undefined || text === '') return;
  const keyTokens = PLAIN_KEYS.has(key.toLowerCase()) ? [] : tokensOf(key, 8);
  const place = (keyTokens.at(-1)?.place ?? -1) + 1;
  const textTokens = tokensOf(text, Math.min(LIMITS.words, left), place);
  const tokens = [...keyTokens, ...textTokens];
  reading.left -= tokens.length;
  reading.facts.push({ path, text, trust, tokens, keyTokens: keyTokens.length });
}

function addDeep(reading: Reading, path: string, key: string, value: unknown, depth: number): void {
  if (reading.facts.length >= LIMITS.facts) return;
  if (Array.isArray(value) || isObject(value)) {
    if (depth === 0) return;
    for (const [name, part] of entriesOf(value)) {
      const own = Array.isArray(value) ? key : name;
      addDeep(reading, `${path}/${escaped(name)}`, own, part, depth - 1);
    }
    return;
  }
  add(reading, path, key, value, TRUST.evidence);
}

/** A text as it is, a number or boolean as JSON writes it, else nothing. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  return undefined;
}

/** Entries by key: the order in which a sender wrote them means nothing. */
function entriesOf(value: object): [string, unknown][] {
  const keys = Array.isArray(value) ? firstIndexes(value.length) : Object.keys(value).sort();
  return keys
    .filter((key) => key.length <= LIMITS.key)
    .slice(0, LIMITS.keys)
    .map((key) => [key, (value as Record<string, unknown>)[key]]);
}

function firstIndexes(length: number): string[] {
  return Array.from({ length: Math.min(length, LIMITS.keys) }, (_, index) => String(index));
}

/** A key as a step of a JSON pointer (RFC 6901). */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
