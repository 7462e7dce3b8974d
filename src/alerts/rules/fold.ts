import { isWorse, type Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AlertEvent } from '../alert-event.ts';

/** An alert as stored: one row for ever, it fires and resolves (domain, "Three identities", 2). */
export interface AlertState {
  readonly tenantId: string;
  readonly alertId: string;
  readonly integrationId: string;
  readonly dedupKey: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: Severity;
  readonly severityWord: string | null;
  readonly title: string;
  readonly description: string;
  readonly serviceId: string | null;
  readonly source: string | null;
  /** Canonical JSON text, so that equal maps are equal strings. */
  readonly labels: string;
  readonly annotations: string;
  readonly links: string;
  /** Latest explicit start and end by the sender's clock. */
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly eventCount: number;
  readonly eventKeptAt: Instant;
  readonly incidentId: string | null;
  readonly incidentAt: Instant | null;
  readonly ruleId: string | null;
  readonly groupKey: string | null;
  /** Number and time of the last event pushed about it; they move only while somebody listens. */
  readonly seq: number;
  readonly pushedAt: Instant | null;
}

/** An event with everything settled that needs no lock: ids, service, canonical text. */
export interface PreparedEvent {
  readonly alertId: string;
  readonly dedupKey: string;
  readonly status: AlertEvent['status'];
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly severity: Severity | undefined;
  readonly severityWord: string | undefined;
  readonly serviceId: string | null | undefined;
  /** The integration's default: for an alert that is new and names no service. */
  readonly defaultServiceId: string | null;
  readonly source: string | undefined;
  readonly labels: string | undefined;
  readonly annotations: string | undefined;
  readonly links: string | undefined;
  readonly startedAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
}

/**
 * What an event means for its alert:
 * - `new`: first firing event; `orphan`: a resolve of something unknown
 * - `repeat`/`change`: still firing, with nothing new / with other content
 * - `resolve`; `refire`: firing again after a resolve
 * - `settled`: a resolve of what is resolved; `late`: older than what is known
 */
export type Verdict =
  | 'new'
  | 'orphan'
  | 'repeat'
  | 'change'
  | 'resolve'
  | 'refire'
  | 'settled'
  | 'late';

export interface Folded {
  readonly verdict: Verdict;
  readonly state: AlertState;
  /** Status or content are other than stored, or nothing was stored. */
  readonly changed: boolean;
  /** The event gives a worse severity than the one stored. */
  readonly worse: boolean;
}

/** What a first event starts from, where the sender left something out. */
export interface Birth {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly defaultSeverity: Severity;
}

/** An unchanged repeat keeps its raw event only when the last kept one is older than this. */
export const KEEP_EVERY = 60_000;

/**
 * Folds one event into its alert (domain, "Alert rules"). Pure; `stored` is the row under lock, or
 * null for a key never seen. The explicit clock marks of late events still count, so that any
 * arrival order of timed events ends in the same state.
 */
export function foldEvent(
  stored: AlertState | null,
  event: PreparedEvent,
  birth: Birth,
  now: Instant,
): Folded {
  if (stored === null) return firstSeen(event, birth, now);
  const worse = event.severity !== undefined && isWorse(event.severity, stored.severity);
  const seen = countSeen(stored, event, now);
  if (isLate(stored, event)) {
    return { verdict: 'late', state: kept(seen, now), changed: false, worse };
  }
  const state = { ...seen, ...contentOf(event), status: event.status };
  const changed = stored.status !== state.status || differs(stored, state);
  const verdict = verdictOf(stored.status, event.status, changed);
  return {
    verdict,
    state: changed || keepDue(stored, now) ? kept(state, now) : state,
    changed,
    worse,
  };
}

function countSeen(stored: AlertState, event: PreparedEvent, now: Instant): AlertState {
  const ended = event.status === 'resolved' ? event.endedAt : undefined;
  return {
    ...stored,
    startedAt: latest(stored.startedAt, event.startedAt),
    endedAt: latest(stored.endedAt, ended),
    lastSeenAt: Math.max(now, stored.lastSeenAt),
    eventCount: stored.eventCount + 1,
  };
}

type Status = AlertState['status'];

function verdictOf(before: Status, after: Status, changed: boolean): Verdict {
  if (after === 'resolved') return before === 'resolved' ? 'settled' : 'resolve';
  if (before === 'resolved') return 'refire';
  return changed ? 'change' : 'repeat';
}

/** A repeat of which nothing but the count is kept (quiet period). */
export function countOnly(stored: AlertState, folded: AlertState, now: Instant): AlertState {
  const { lastSeenAt, eventCount, startedAt, endedAt } = folded;
  const counted = { ...stored, lastSeenAt, eventCount, startedAt, endedAt };
  return keepDue(stored, now) ? kept(counted, now) : counted;
}

const BLANK = {
  severityWord: null,
  description: '',
  source: null,
  labels: '{}',
  annotations: '{}',
  links: '[]',
  eventCount: 1,
  incidentId: null,
  incidentAt: null,
  ruleId: null,
  groupKey: null,
  seq: 0,
  pushedAt: null,
} as const;

function firstSeen(event: PreparedEvent, birth: Birth, now: Instant): Folded {
  const { tenantId, integrationId, defaultSeverity } = birth;
  const { alertId, dedupKey, status } = event;
  const state: AlertState = {
    ...BLANK,
    title: dedupKey,
    severity: defaultSeverity,
    serviceId: event.defaultServiceId,
    ...contentOf(event),
    tenantId,
    alertId,
    integrationId,
    dedupKey,
    status,
    startedAt: event.startedAt ?? null,
    endedAt: status === 'resolved' ? latest(null, event.endedAt) : null,
    firstSeenAt: now,
    lastSeenAt: now,
    eventKeptAt: now,
  };
  const verdict = status === 'firing' ? 'new' : 'orphan';
  return { verdict, state, changed: true, worse: false };
}

/** Only the sender's clock against the sender's clock; one side unset: arrival order rules. */
function isLate(stored: AlertState, event: PreparedEvent): boolean {
  if (event.status === 'firing') {
    return (
      event.startedAt !== undefined && stored.endedAt !== null && event.startedAt < stored.endedAt
    );
  }
  return (
    event.endedAt !== undefined && stored.startedAt !== null && event.endedAt < stored.startedAt
  );
}

function latest(stored: Instant | null, given: Instant | undefined): Instant | null {
  if (given === undefined) return stored;
  return stored === null ? given : Math.max(stored, given);
}

const CONTENT = [
  'title',
  'description',
  'severity',
  'severityWord',
  'serviceId',
  'source',
  'labels',
  'annotations',
  'links',
] as const;

/** The content fields the event gives; absent ones leave the stored values alone. */
function contentOf(event: PreparedEvent): Partial<AlertState> {
  const given: Record<string, unknown> = {};
  for (const field of CONTENT) {
    if (event[field] !== undefined) given[field] = event[field];
  }
  return given as Partial<AlertState>;
}

function differs(stored: AlertState, next: AlertState): boolean {
  return CONTENT.some((field) => stored[field] !== next[field]);
}

function keepDue(stored: AlertState, now: Instant): boolean {
  return now - stored.eventKeptAt >= KEEP_EVERY;
}

function kept(state: AlertState, now: Instant): AlertState {
  return { ...state, eventKeptAt: now };
}
