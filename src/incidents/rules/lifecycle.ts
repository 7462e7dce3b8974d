import type { Severity } from '../../kernel/severity.ts';
import type { Instant } from '../../kernel/time.ts';
import { closeRecovered, personBehind, reopenedFields } from './alert-steps.ts';
import type { Actor, Entry, EventType, IncidentState, Responder } from './incident.ts';
import { firingCount } from './incident.ts';
import { begin, record, type Step } from './step.ts';

/** The fields a person may change, and the event each change pushes. */
export const EDITABLE = {
  title: 'i_r_title',
  description: 'i_r_desc',
  impact: 'i_r_impact',
  rootCause: 'i_r_rc',
  resolution: 'i_r_rsltn',
  severity: 'i_r_severity',
} as const satisfies Partial<Record<keyof IncidentState, EventType>>;

export type EditableField = keyof typeof EDITABLE;

/** What people and timers may ask of an incident (domain, command table). */
export type Command =
  | { readonly type: 'acknowledge' }
  | { readonly type: 'unacknowledge' }
  | { readonly type: 'resolve'; readonly rootCause?: string; readonly resolution?: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'comment'; readonly text: string }
  | { readonly type: 'edit'; readonly fields: EditedFields }
  /** The delay after a recovery has passed. */
  | { readonly type: 'close_recovered' };

export type EditedFields = Partial<Record<EditableField, string>> & { severity?: Severity };

export type CommandType = Command['type'];

/** A named refusal, answered with 409 and what is allowed instead. */
export interface Refusal {
  readonly code: 'incident_closed' | 'incident_merged';
  readonly detail: string;
  readonly allowed: readonly CommandType[];
}

export type Decision =
  | { readonly ok: true; readonly state: IncidentState; readonly entries: readonly Entry[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The one place where a command meets an incident. Pure: returns the next state and what to record,
 * or a named refusal. Repeating a command that already holds is not an error and records nothing.
 */
export function decide(
  state: IncidentState,
  command: Command,
  actor: Actor,
  now: Instant,
): Decision {
  const refusal = refusalOf(state, command);
  if (refusal) return { ok: false, refusal };
  const step = apply(begin(state), command, actor, now);
  return { ok: true, state: step.state, entries: step.entries };
}

const ON_OPEN: readonly CommandType[] = [
  'acknowledge',
  'unacknowledge',
  'resolve',
  'comment',
  'edit',
];
const ON_CLOSED: readonly CommandType[] = ['reopen', 'comment', 'edit'];

/** What a person may do with an incident now; the refusals and the dashboard both ask here. */
export function allowedCommands(
  state: Pick<IncidentState, 'progress' | 'mergedInto'>,
): readonly CommandType[] {
  if (state.mergedInto !== null) return [];
  return state.progress === 'closed' ? ON_CLOSED : ON_OPEN;
}

function refusalOf(state: IncidentState, command: Command): Refusal | null {
  const allowed = allowedCommands(state);
  if (state.mergedInto !== null) {
    const detail = `The incident was merged into ${state.mergedInto} and is read-only.`;
    return { code: 'incident_merged', detail, allowed };
  }
  // Closing what is closed and reopening what is open already hold: idempotent, not refused.
  if (command.type === 'resolve' || command.type === 'reopen') return null;
  if (command.type === 'close_recovered') return null;
  if (allowed.includes(command.type)) return null;
  const detail = `The incident is closed; '${command.type}' needs an open one.`;
  return { code: 'incident_closed', detail, allowed };
}

function apply(step: Step, command: Command, actor: Actor, now: Instant): Step {
  switch (command.type) {
    case 'acknowledge':
      return acknowledge(step, actor, now);
    case 'unacknowledge':
      return unacknowledge(step, actor, now);
    case 'resolve':
      return resolve(step, command, actor, now);
    case 'reopen':
      return reopen(step, command.reason, actor, now);
    case 'comment': {
      const detail = { comment: command.text };
      return record(step, { kind: 'commented', push: 'i_comm', actor, now, detail });
    }
    case 'edit':
      return edit(step, command.fields, actor, now);
    case 'close_recovered':
      return closeWhenDue(step, now);
  }
}

/** Each person's own acknowledgement is kept; somebody who was no responder becomes one. */
function acknowledge(step: Step, actor: Actor, now: Instant): Step {
  const person = personBehind(actor);
  const { responders } = step.state;
  const known = responders.find(({ id }) => id === person.id);
  if (known && known.acknowledged_at !== null) return step;
  const acked: Responder = {
    ...person,
    assigned_at: known?.assigned_at ?? null,
    acknowledged_at: now,
  };
  const next = known
    ? responders.map((responder) => (responder.id === person.id ? acked : responder))
    : [...responders, acked];
  return record(
    step,
    { kind: 'acknowledged', push: 'i_ack', actor, now },
    {
      responders: next,
      progress: 'acknowledged',
      acknowledgedAt: step.state.acknowledgedAt ?? now,
    },
  );
}

/** Takes back one's own acknowledgement; the last one gone, the incident is triggered again. */
function unacknowledge(step: Step, actor: Actor, now: Instant): Step {
  const person = personBehind(actor);
  const { responders } = step.state;
  const mine = responders.find(({ id }) => id === person.id);
  if (!mine || mine.acknowledged_at === null) return step;
  const next = responders
    .map((responder) =>
      responder.id === person.id ? { ...responder, acknowledged_at: null } : responder,
    )
    // Whoever only acknowledged was never assigned and goes again.
    .filter(({ assigned_at, acknowledged_at }) => assigned_at !== null || acknowledged_at !== null);
  const still = next.some(({ acknowledged_at }) => acknowledged_at !== null);
  return record(
    step,
    { kind: 'unacknowledged', push: 'i_unack', actor, now },
    {
      responders: next,
      progress: still ? 'acknowledged' : 'triggered',
      acknowledgedAt: still ? step.state.acknowledgedAt : null,
    },
  );
}

function resolve(
  step: Step,
  command: Extract<Command, { type: 'resolve' }>,
  actor: Actor,
  now: Instant,
): Step {
  const { rootCause, resolution } = command;
  const fields = {
    ...(rootCause !== undefined && { rootCause }),
    ...(resolution !== undefined && { resolution }),
  };
  const edited = edit(step, fields, actor, now);
  if (step.state.progress === 'closed') return edited;
  return record(
    edited,
    { kind: 'resolved', push: 'i_rslv', actor, now, detail: { from: 'person' } },
    {
      progress: 'closed',
      closedBy: 'person',
      closer: personBehind(actor),
      closedAt: now,
      snoozedUntil: null,
      flaggedAt: null,
      closeDueAt: null,
    },
  );
}

function reopen(step: Step, reason: string, actor: Actor, now: Instant): Step {
  if (step.state.progress !== 'closed') return step;
  return record(
    step,
    { kind: 'reopened', push: 'i_reopen', actor, now, detail: { reason } },
    reopenedFields(step.state),
  );
}

/** One event for each field that really changes; a person's value sticks. */
function edit(step: Step, fields: EditedFields, actor: Actor, now: Instant): Step {
  let edited = step;
  for (const field of Object.keys(EDITABLE) as EditableField[]) {
    const to = fields[field];
    const from = edited.state[field];
    if (to === undefined || to === from) continue;
    const name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const overrides = [...new Set([...edited.state.overrides, name])];
    const detail = { field: name, from, to };
    edited = record(
      edited,
      { kind: 'field_changed', push: EDITABLE[field], actor, now, detail },
      { [field]: to, overrides },
    );
  }
  return edited;
}

/** The timer's turn: nothing to do when something fires again or the incident moved on. */
function closeWhenDue(step: Step, now: Instant): Step {
  const { progress, closeDueAt } = step.state;
  const due = closeDueAt !== null && closeDueAt <= now;
  if (progress === 'closed' || !due || firingCount(step.state) > 0) return step;
  return closeRecovered(step, { type: 'system' }, now);
}
