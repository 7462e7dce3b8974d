import type { Severity } from '../../kernel/severity.ts';
import { truncate } from '../../kernel/text.ts';
import type { Withheld } from './budget.ts';
import type { ToldKind } from './kinds.ts';

// What a notification says, in words that mail and chat share.

/** An incident as a notification tells of it, right after the event. */
export interface ToldIncident {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly description: string;
  /** Name of the service; null: none. */
  readonly service: string | null;
  readonly startedAt: string;
  readonly alerts: number;
  readonly responders: readonly string[];
  readonly closedBy: string | null;
  readonly resolution: string;
}

/** What a notification tells; stored with it. Instants are UTC ISO 8601. */
export type Telling =
  | {
      readonly kind: ToldKind;
      readonly incident: ToldIncident;
      readonly at: string;
      /** Who did it; null: nobody in particular. */
      readonly actor: string | null;
      /** Of an assignment: the names of those who were not assigned before. */
      readonly assigned: readonly string[];
    }
  | {
      readonly kind: 'reminder';
      readonly incident: ToldIncident;
      /** Which of how many reminders. */
      readonly number: number;
      readonly most: number;
    }
  | { readonly kind: 'digest'; readonly withheld: Withheld; readonly since: string }
  | { readonly kind: 'test'; readonly actor: string | null };

/** A notification's texts before they are put into mail or chat. Nothing is escaped. */
export interface Wording {
  /** The state in a word or two: `New`, `Resolved`. */
  readonly state: string;
  /** What it is about: the incident's title. */
  readonly name: string;
  /** One sentence: what happened. */
  readonly happened: string;
  /** Label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly description: string;
  /** Below the hub's address. */
  readonly path: string;
  /** What the link opens. */
  readonly link: string;
}

/** What a notification says. */
export function wordingOf(telling: Telling): Wording {
  if (telling.kind === 'digest') return digestWording(telling.withheld, telling.since);
  if (telling.kind === 'test') return testWording(telling.actor);
  const { incident } = telling;
  const [state, happened] =
    telling.kind === 'reminder'
      ? reminderWords(telling)
      : [stateOf(telling.kind, incident), eventWords(telling)];
  const resolved = telling.kind === 'resolve' && incident.resolution !== '';
  return {
    state,
    name: oneLine(incident.title, 300) || 'Untitled incident',
    happened,
    facts: factsOf(incident),
    description: resolved ? incident.resolution : incident.description,
    path: `/incidents/${incident.id}`,
    link: 'Open the incident',
  };
}

const STATES: Readonly<Record<ToldKind, string>> = {
  new: 'New',
  assign: 'Assigned',
  wake: 'Awake',
  storm: 'Storm',
  resolve: 'Resolved',
  reopen: 'Reopened',
  severity: 'Worse',
};

function stateOf(kind: ToldKind, { closedBy }: ToldIncident): string {
  return kind === 'resolve' && closedBy === 'merge' ? 'Merged' : STATES[kind];
}

type EventTelling = Extract<Telling, { kind: ToldKind; at: string }>;

function eventWords(telling: EventTelling): string {
  const { kind, incident, actor, assigned } = telling;
  switch (kind) {
    case 'new':
      return actor === null
        ? `A ${incident.severity} incident has opened.`
        : `${actor} opened a ${incident.severity} incident.`;
    case 'assign':
      return `${actor ?? 'A rule'} assigned this ${incident.severity} incident to ${listed(assigned)}.`;
    case 'wake':
      return actor === null ? 'The snooze is over.' : `${actor} ended the snooze.`;
    case 'storm':
      return `It has grown to ${incident.alerts} alerts.`;
    case 'resolve':
      return resolvedWords(incident, actor);
    case 'reopen':
      return actor === null ? 'It is open again.' : `${actor} reopened it.`;
    case 'severity':
      return actor === null
        ? `Its severity has risen to ${incident.severity}.`
        : `${actor} raised its severity to ${incident.severity}.`;
  }
}

function resolvedWords({ closedBy }: ToldIncident, actor: string | null): string {
  if (closedBy === 'merge') return `${actor ?? 'Somebody'} merged it into another incident.`;
  if (closedBy === 'recovery') return 'All its alerts have recovered.';
  if (closedBy === 'timeout') return 'Its alerts have been silent, so it was closed.';
  return actor === null ? 'It was resolved.' : `${actor} resolved it.`;
}

function reminderWords({ number, most, incident }: Extract<Telling, { kind: 'reminder' }>) {
  const last = number === most ? ' This is the last reminder.' : '';
  const happened = `Nobody has acknowledged this ${incident.severity} incident yet.${last}`;
  return ['Reminder', happened] as const;
}

function factsOf(incident: ToldIncident): Wording['facts'] {
  const { service, startedAt, alerts, responders, severity } = incident;
  return [
    ['Severity', severity],
    ...(service === null ? [] : ([['Service', oneLine(service, 200)]] as const)),
    ['Started', `${timeText(startedAt)}`],
    ...(alerts === 0 ? [] : ([['Alerts', String(alerts)]] as const)),
    ...(responders.length === 0 ? [] : ([['Responders', listed(responders)]] as const)),
  ];
}

const COUNTED: readonly (readonly [kind: keyof Withheld, one: string, many: string])[] = [
  ['new', 'new incident', 'new incidents'],
  ['assign', 'assignment', 'assignments'],
  ['reopen', 'reopened', 'reopened'],
  ['wake', 'snooze over', 'snoozes over'],
  ['storm', 'storm', 'storms'],
  ['severity', 'severity raised', 'severities raised'],
  ['resolve', 'resolved', 'resolved'],
  ['reminder', 'reminder', 'reminders'],
];

function digestWording(withheld: Withheld, since: string): Wording {
  const parts = COUNTED.flatMap(([kind, one, many]) => {
    const count = withheld[kind] ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  const total = Object.values(withheld).reduce((sum, count) => sum + count, 0);
  return {
    state: 'Digest',
    name: `and ${total} more`,
    happened: `And ${total} more since ${timeText(since)}: ${parts.join(', ')}.`,
    facts: [],
    description: 'So much happened at once that the rest was not sent one by one.',
    path: '/incidents',
    link: 'Open the incidents',
  };
}

function testWording(actor: string | null): Wording {
  return {
    state: 'Test',
    name: 'notifications arrive here',
    happened: `${actor ?? 'Somebody'} sent this test. Incidents will be told in the same way.`,
    facts: [],
    description: '',
    path: '/incidents',
    link: 'Open the incidents',
  };
}

/** `Ada, Ben and Cy`; names in one line each. */
function listed(names: readonly string[]): string {
  const texts = names.map((name) => oneLine(name, 100));
  const last = texts.at(-1) ?? 'nobody';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}

/** `2026-11-21 10:04 UTC`. */
function timeText(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Text that cannot begin a line of its own. */
function oneLine(text: string, max: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what goes
  return truncate(text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim(), max);
}
