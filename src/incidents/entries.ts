import { newId } from '../kernel/ids.ts';
import { type Instant, systemClock } from '../kernel/time.ts';
import type { Actor, Entry, EntryKind, EventType } from './rules/incident.ts';
import { snapshotOf } from './snapshot.ts';

/** A timeline entry as TIMELINE_COLUMNS has it. */
export interface TimelineRow {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly seq: number;
  readonly at: Instant;
  readonly kind: EntryKind;
  readonly actor: Actor;
  /** JSON text. */
  readonly detail: string;
}

/** An event to push as OUTBOX_COLUMNS has it. */
export interface OutboxRow {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly seq: number;
  readonly eventId: string;
  readonly eventType: EventType;
  readonly eventAt: Instant;
  readonly actor: Actor;
  /** JSON text: the incident right after the event. */
  readonly snapshot: string;
  readonly createdAt: Instant;
}

export interface EntryRows {
  readonly timeline: TimelineRow;
  /** Null for what is only recorded. */
  readonly outbox: OutboxRow | null;
}

/**
 * What an entry stores. `createdAt` picks the outbox's day partition, so it is the real time, not
 * the event's.
 */
export function entryRows(entry: Entry, createdAt: Instant = systemClock()): EntryRows {
  const { after, seq, at, actor, push } = entry;
  const { tenantId, incidentId } = after;
  const detail = JSON.stringify(entry.detail);
  const timeline = { tenantId, incidentId, seq, at, kind: entry.kind, actor, detail };
  if (push === null) return { timeline, outbox: null };
  const outbox = {
    tenantId,
    incidentId,
    seq,
    eventId: newId('evt'),
    eventType: push,
    eventAt: at,
    actor,
    snapshot: JSON.stringify(snapshotOf(after)),
    createdAt,
  };
  return { timeline, outbox };
}
