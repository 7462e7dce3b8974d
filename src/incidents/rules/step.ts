import type { Instant } from '../../kernel/time.ts';
import type { Actor, Entry, EntryKind, EventType, IncidentState } from './incident.ts';

/** A state under change: each `record` appends one timeline entry with the next number and time. */
export interface Step {
  readonly state: IncidentState;
  readonly entries: readonly Entry[];
}

export interface Happening {
  readonly kind: EntryKind;
  readonly push?: EventType;
  readonly actor: Actor;
  readonly now: Instant;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Records what happened. An event's time is strictly later than the last one's: receivers drop
 * what is not (domain, `event_time`; seed 003, "filter based on event_time").
 */
export function record(
  step: Step,
  happening: Happening,
  change: Partial<IncidentState> = {},
): Step {
  const { state, entries } = step;
  const at = Math.max(happening.now, state.lastEventAt + 1);
  const seq = state.seq + 1;
  // The last that was heard of its alerts (research, flashduty-openremedy §1.2 `last_time`).
  const lastAt = happening.actor.type === 'integration' ? at : state.lastAt;
  const after = { ...state, ...change, seq, lastEventAt: at, lastAt, updatedAt: at };
  const entry: Entry = {
    seq,
    at,
    kind: happening.kind,
    push: happening.push ?? null,
    actor: happening.actor,
    detail: happening.detail ?? {},
    after,
  };
  return { state: after, entries: [...entries, entry] };
}

/** A step that has recorded nothing yet. */
export function begin(state: IncidentState): Step {
  return { state, entries: [] };
}
