import type { Instant } from '../../kernel/time.ts';
import {
  type Conclusion,
  closeMerged,
  closeWhenDue,
  closeWhenSilent,
  reopen,
  resolve,
} from './closing.ts';
import { type CustomFieldValues, type EditedFields, edit, editCustomFields } from './edit.ts';
import type { Actor, Entry, IncidentState, Person } from './incident.ts';
import { type Merge, merge, mergeFault } from './merge.ts';
import { acknowledge, addResponders, assign, unacknowledge } from './people.ts';
import { snooze, wake, wakeWhenDue } from './snooze.ts';
import { begin, record, type Step } from './step.ts';

/** What people ask of an incident (domain, command table). */
export type PersonsCommand =
  | { readonly type: 'acknowledge' }
  | { readonly type: 'unacknowledge' }
  | { readonly type: 'assign'; readonly people: readonly Person[] }
  | { readonly type: 'add_responders'; readonly people: readonly Person[] }
  | { readonly type: 'snooze'; readonly minutes: number }
  | { readonly type: 'wake' }
  | ({ readonly type: 'resolve' } & Conclusion)
  | { readonly type: 'reopen'; readonly reason: string }
  | ({ readonly type: 'merge' } & Merge)
  | { readonly type: 'comment'; readonly text: string }
  | {
      readonly type: 'edit';
      readonly fields: EditedFields;
      readonly customFields?: CustomFieldValues;
    }
  /** A custom action has run. */
  | { readonly type: 'run_action'; readonly actionId: string; readonly name: string };

/** What timers and other commands ask; nobody is offered these, and what is not due does nothing. */
export type HubsCommand =
  /** The delay after a recovery has passed. */
  | { readonly type: 'close_recovered' }
  /** Silence is looked for; `lastSeenAt` is the last event of the incident's alerts. */
  | { readonly type: 'close_silent'; readonly lastSeenAt: Instant | null }
  | { readonly type: 'end_snooze' }
  /** Triage has come to an end; without a detail it found nothing new and is not told. */
  | {
      readonly type: 'conclude_triage';
      readonly outcome: 'triaged' | 'inconclusive' | 'failed';
      readonly detail: Readonly<Record<string, unknown>> | null;
    }
  /** The source's part of a merge. */
  | {
      readonly type: 'close_merged';
      readonly into: { readonly id: string; readonly title: string };
    };

/** Everything that {@link decide} takes. */
export type Command = PersonsCommand | HubsCommand;
export type CommandType = Command['type'];

/** A named refusal, answered with 409 and what is allowed instead. */
export interface Refusal {
  readonly code:
    | 'incident_closed'
    | 'incident_merged'
    | 'source_closed'
    | 'source_merged'
    | 'too_many_alerts';
  readonly detail: string;
  readonly allowed: readonly CommandType[];
  /** Of a merge: the source at fault, and where that one was merged into. */
  readonly source?: string;
  readonly sourceMergedInto?: string;
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
  const refusal = refusalOf(state, command.type) ?? mergeRefusal(state, command);
  if (refusal) return { ok: false, refusal };
  const step = apply(begin(state), command, actor, now);
  return { ok: true, state: step.state, entries: step.entries };
}

const ALWAYS: readonly CommandType[] = ['comment', 'edit', 'run_action'];
const ON_OPEN: readonly CommandType[] = [
  'acknowledge',
  'unacknowledge',
  'assign',
  'add_responders',
  'snooze',
  'wake',
  'resolve',
  'merge',
  ...ALWAYS,
];
const ON_CLOSED: readonly CommandType[] = ['reopen', ...ALWAYS];

/** Closing what is closed and the like already hold: idempotent, not refused. */
const HARMLESS: ReadonlySet<CommandType> = new Set<CommandType>([
  'resolve',
  'reopen',
  'close_recovered',
  'close_silent',
  'end_snooze',
  'conclude_triage',
  'close_merged',
]);

/** What a person may do with an incident now; the refusals and the dashboard both ask here. */
export function allowedCommands(
  state: Pick<IncidentState, 'progress' | 'mergedInto'>,
): readonly CommandType[] {
  if (state.mergedInto !== null) return [];
  return state.progress === 'closed' ? ON_CLOSED : ON_OPEN;
}

/** Why the incident does not take such a command now, whatever it says; null: it does. */
export function refusalOf(state: IncidentState, type: CommandType): Refusal | null {
  const allowed = allowedCommands(state);
  if (state.mergedInto !== null) {
    const detail = `The incident was merged into ${state.mergedInto} and is read-only.`;
    return { code: 'incident_merged', detail, allowed };
  }
  if (HARMLESS.has(type) || allowed.includes(type)) return null;
  const detail = `The incident is closed; '${type}' needs an open one.`;
  return { code: 'incident_closed', detail, allowed };
}

function mergeRefusal(state: IncidentState, command: Command): Refusal | null {
  const fault = command.type === 'merge' ? mergeFault(state, command) : null;
  return fault && { ...fault, allowed: allowedCommands(state) };
}

function apply(step: Step, command: Command, actor: Actor, now: Instant): Step {
  switch (command.type) {
    case 'acknowledge':
      return acknowledge(step, actor, now);
    case 'unacknowledge':
      return unacknowledge(step, actor, now);
    case 'assign':
      return assign(step, command.people, actor, now);
    case 'add_responders':
      return addResponders(step, command.people, actor, now);
    case 'snooze':
      return snooze(step, command.minutes, actor, now);
    case 'wake':
      return wake(step, actor, now);
    case 'resolve':
      return resolve(step, command, actor, now);
    case 'reopen':
      return reopen(step, command.reason, actor, now);
    case 'merge':
      return merge(step, command, actor, now);
    case 'comment': {
      const detail = { comment: command.text };
      return record(step, { kind: 'commented', push: 'i_comm', actor, now, detail });
    }
    case 'edit': {
      const edited = edit(step, command.fields, actor, now);
      return editCustomFields(edited, command.customFields ?? {}, actor, now);
    }
    case 'run_action': {
      const detail = { action_id: command.actionId, name: command.name };
      return record(step, { kind: 'action_run', push: 'i_custom', actor, now, detail });
    }
    case 'close_recovered':
      return closeWhenDue(step, now);
    case 'close_silent':
      return closeWhenSilent(step, command.lastSeenAt, now);
    case 'end_snooze':
      return wakeWhenDue(step, now);
    case 'conclude_triage': {
      const { outcome: triage, detail } = command;
      if (detail === null) return { ...step, state: { ...step.state, triage } };
      return record(step, { kind: 'triaged', actor, now, detail }, { triage });
    }
    case 'close_merged':
      return closeMerged(step, command.into, actor, now);
  }
}
