import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { severityFromWord } from '../../../kernel/severity.ts';
import { storable, truncate } from '../../../kernel/text.ts';
import { type Instant, parseInstant, SECOND } from '../../../kernel/time.ts';
import {
  fitted,
  fittingKey,
  fittingMap,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
  textIn,
} from '../fields.ts';
import type { FieldResult, MappedItem } from './evaluate.ts';
import { type FieldName, LABEL } from './mapping.ts';

/** The integration's own words, which need no warning. */
type SeverityMap = Readonly<Record<string, unknown>>;

const NOTHING: FieldResult = { value: null, reason: null };
const UNTITLED = 'Alert without a title';

/** One alert of what a mapping gave; what cannot be used is left out, and said in `warnings`. */
export function toEvent(
  item: MappedItem,
  warnings: string[],
  severityMap: SeverityMap = {},
): AlertEvent {
  const of = (name: FieldName) => item.fields.get(name) ?? NOTHING;
  const title = titleOf(of('title'), warnings);
  const description = textOf(of('description'));
  const service = serviceName(textOf(of('service')));
  const source = textOf(of('source'));
  return {
    dedupKey: keyOf(of('dedup_key'), title, warnings),
    status: isOver(of('resolved'), warnings) ? 'resolved' : 'firing',
    title,
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'description', warnings),
    }),
    ...severityOf(of('severity'), warnings, severityMap),
    ...(service !== undefined && { service }),
    ...(source !== undefined && { source: truncate(source, 255) }),
    labels: fittingMap(labelsOf(item), 'labels', warnings),
    links: linkTo(textOf(of('link')), 'Source'),
    ...timesOf(of('started_at'), of('ended_at')),
    raw: item.raw,
  };
}

/** A scalar as text that can be stored; undefined where it is empty, a list or a map. */
function textOf({ value }: FieldResult): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return textIn(value);
}

/** Says why something that matters is missing; nothing where there is no expression for it. */
function missing(name: string, { value, reason }: FieldResult, instead: string): string {
  const why = reason ?? (value === null ? 'there is no expression for it' : 'it gives no text');
  return `${name} is empty, so ${instead}: ${truncate(storable(why), 200)}`;
}

function titleOf(result: FieldResult, warnings: string[]): string {
  const title = textOf(result);
  if (title === undefined) warnings.push(missing('title', result, `it is '${UNTITLED}'`));
  return fitted(title ?? UNTITLED, MAX_TITLE, 'title', warnings);
}

function keyOf(result: FieldResult, title: string, warnings: string[]): string {
  const key = textOf(result)?.trim();
  if (key !== undefined) return fittingKey(key);
  if (result.reason !== null) warnings.push(missing('dedup_key', result, 'the title is used'));
  return fittingKey(title);
}

function isOver(result: FieldResult, warnings: string[]): boolean {
  const { value, reason } = result;
  if (typeof value === 'boolean') return value;
  if (reason !== null || value !== null) {
    warnings.push(
      missing(
        'resolved',
        { ...result, reason: reason ?? 'it gives neither true nor false' },
        'the alert fires',
      ),
    );
  }
  return false;
}

function severityOf(result: FieldResult, warnings: string[], severityMap: SeverityMap) {
  const severityWord = textOf(result)?.trim();
  if (severityWord === undefined) return {};
  const severity = severityFromWord(severityWord);
  if (severity === undefined && !Object.hasOwn(severityMap, severityWord)) {
    const word = truncate(severityWord, 60);
    warnings.push(`severity '${word}' is not known; the integration's severity_map may name it.`);
  }
  return { ...(severity !== undefined && { severity }), severityWord: truncate(severityWord, 255) };
}

function labelsOf({ fields }: MappedItem): Record<string, string> {
  const labels: [string, string][] = [];
  for (const [name, result] of fields) {
    const text = name.startsWith(LABEL) ? textOf(result) : undefined;
    if (text !== undefined) labels.push([name.slice(LABEL.length), text]);
  }
  return Object.fromEntries(labels);
}

function timesOf(started: FieldResult, ended: FieldResult) {
  const startedAt = instantOf(started.value);
  const endedAt = instantOf(ended.value);
  return {
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** Beyond this a number counts milliseconds, not seconds: the year 5138 in the one, 1973 in the other. */
const MILLISECONDS_FROM = 100_000_000_000;

/** ISO 8601, or a number of seconds or milliseconds since 1970, also as text. */
function instantOf(value: unknown): Instant | undefined {
  if (typeof value === 'string' && !/^\d{1,14}$/.test(value)) return parseInstant(value);
  // An object of the sender's may have a `toString` that is no function.
  if (!['string', 'number', 'bigint'].includes(typeof value)) return undefined;
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0 || number > 1e14) return undefined;
  return Math.floor(number < MILLISECONDS_FROM ? number * SECOND : number);
}
