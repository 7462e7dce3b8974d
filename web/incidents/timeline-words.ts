import type { TimelineEntry } from '../api/shapes.ts';
import type { IconName } from '../frame/icons.tsx';
import { exactTime } from '../frame/times.ts';
import { triagedWords } from './triage-words.ts';

/** How much of the timeline is shown: what people and the hub decided, every alert, or the record. */
export type Level = 'key' | 'all' | 'raw';

/** One line of the timeline: an entry, or several alike in a row. */
export interface TimelineLine {
  readonly entries: readonly TimelineEntry[];
  readonly icon: IconName;
  /** Who did it; empty where nobody in particular did. */
  readonly who: string;
  readonly words: string;
  /** Said by a person, in Markdown. */
  readonly quote: string;
}

type Detail = Readonly<Record<string, unknown>>;

/** Custom fields: their label by their name. */
export type FieldLabels = ReadonlyMap<string, string>;

interface Words {
  readonly icon: IconName;
  readonly say: (detail: Detail, labels: FieldLabels) => string;
  /** About single alerts: shown from the second level on, and counted where several follow. */
  readonly ofAlerts?: (count: number) => string;
  readonly quote?: (detail: Detail) => string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const names = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((person: { name?: unknown }) => text(person?.name)).join(', ')
    : '';

const alerts = (count: number) => (count === 1 ? '1 alert' : `${count} alerts`);

const FIELDS: Readonly<Record<string, string>> = {
  title: 'the title',
  description: 'the description',
  impact: 'the impact',
  root_cause: 'the root cause',
  resolution: 'the resolution',
  severity: 'the severity',
};

const CLOSED_BY: Readonly<Record<string, string>> = {
  person: 'resolved it',
  recovery: 'All alerts recovered; resolved',
  timeout: 'Nothing was heard for a while; resolved',
  merge: 'Merged into another incident; resolved',
};

const WORDS: Readonly<Record<string, Words>> = {
  opened: {
    icon: 'siren',
    say: ({ title, rule, recurrence_of }) =>
      [
        title ? `Opened by the alert “${text(title)}”` : 'opened the incident',
        rule ? ` through the rule “${text(rule)}”` : '',
        recurrence_of ? ', which has happened before' : '',
      ].join(''),
  },
  alert_joined: {
    icon: 'bell',
    say: ({ title }) => `Alert joined: ${text(title)}`,
    ofAlerts: (count) => `${alerts(count)} joined`,
  },
  alert_left: {
    icon: 'bell',
    say: ({ title }) => `Alert went to another incident: ${text(title)}`,
    ofAlerts: (count) => `${alerts(count)} went to another incident`,
  },
  alert_resolved: {
    icon: 'check',
    say: ({ title }) => `Alert recovered: ${text(title)}`,
    ofAlerts: (count) => `${alerts(count)} recovered`,
  },
  alert_refired: {
    icon: 'bell',
    say: ({ title }) => `Alert fired again: ${text(title)}`,
    ofAlerts: (count) => `${alerts(count)} fired again`,
  },
  recovered: { icon: 'check', say: () => 'All alerts have recovered' },
  flagged: { icon: 'flag', say: () => 'Flagged: it can be resolved' },
  assigned: { icon: 'user', say: ({ people }) => `assigned ${names(people)}` },
  responders_added: { icon: 'user-plus', say: ({ people }) => `added ${names(people)}` },
  snoozed: {
    icon: 'moon',
    say: ({ until }) => `snoozed it until ${until ? exactTime(text(until)) : 'later'}`,
  },
  woken: { icon: 'sun', say: () => 'ended the snooze' },
  merged: {
    icon: 'merge',
    say: ({ sources }) => {
      const count = Array.isArray(sources) ? sources.length : 0;
      return `merged ${count === 1 ? 'an incident' : `${count} incidents`} into this one`;
    },
  },
  action_run: { icon: 'bolt', say: ({ name }) => `ran “${text(name)}”` },
  acknowledged: { icon: 'check', say: () => 'acknowledged it' },
  unacknowledged: { icon: 'undo', say: () => 'took the acknowledgement back' },
  resolved: { icon: 'check-double', say: ({ from }) => CLOSED_BY[text(from)] ?? 'resolved it' },
  reopened: { icon: 'reopen', say: ({ reason }) => `reopened it: ${text(reason)}` },
  commented: {
    icon: 'comment',
    say: () => 'commented',
    quote: ({ comment }) => text(comment),
  },
  storm: { icon: 'storm', say: ({ threshold }) => `It has become a storm: ${threshold} alerts` },
  triaged: { icon: 'search', say: triagedWords },
  field_changed: { icon: 'edit', say: fieldWords },
};

function fieldWords({ field, field_name, from, to }: Detail, labels: FieldLabels): string {
  if (field === 'severity') return `changed the severity from ${from} to ${to}`;
  const own = text(field_name);
  const name = own ? `“${labels.get(own) ?? own}”` : (FIELDS[text(field)] ?? text(field));
  const value = valueWords(to);
  if (value === '') return `cleared ${name}`;
  return value.length <= 120 ? `changed ${name} to ${value}` : `changed ${name}`;
}

/** The value of a field as words: a text in quotes, `yes`, a list; empty: there is none. */
function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((item) => `“${item}”`).join(', ');
  return typeof value === 'string' && value !== '' ? `“${value}”` : '';
}

/**
 * The lines of a timeline at a level; alert entries of one kind that follow each other are one.
 * `labels`: custom fields, their label by their name.
 */
export function linesOf(
  entries: readonly TimelineEntry[],
  level: Level,
  labels: FieldLabels,
): readonly TimelineLine[] {
  const groups: TimelineEntry[][] = [];
  for (const entry of entries) {
    const ofAlerts = WORDS[entry.kind]?.ofAlerts !== undefined;
    if (ofAlerts && level === 'key') continue;
    const last = groups.at(-1);
    const joins = level !== 'raw' && ofAlerts && last?.[0]?.kind === entry.kind;
    if (joins && sameDay(last[0], entry)) last.push(entry);
    else groups.push([entry]);
  }
  return groups.map((group) => toLine(group, labels));
}

function sameDay(a: TimelineEntry | undefined, b: TimelineEntry): boolean {
  return a !== undefined && new Date(a.at).toDateString() === new Date(b.at).toDateString();
}

function toLine(entries: readonly TimelineEntry[], labels: FieldLabels): TimelineLine {
  const [first] = entries;
  const words = first && WORDS[first.kind];
  if (!first || !words) {
    return { entries, icon: 'info', who: '', words: first?.kind ?? '', quote: '' };
  }
  const counted = entries.length > 1 && words.ofAlerts ? words.ofAlerts(entries.length) : null;
  const said = counted ?? words.say(first.detail, labels);
  // Sentences about alerts and the hub itself begin with a capital and need nobody.
  const who = /^\p{Ll}/u.test(said) ? actorOf(first) : '';
  return { entries, icon: words.icon, who, words: said, quote: words.quote?.(first.detail) ?? '' };
}

function actorOf({ actor }: TimelineEntry): string {
  if (actor.name) return actor.name;
  return actor.type === 'operator' ? 'The operator' : 'The hub';
}
