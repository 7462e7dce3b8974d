import type { IncidentRow } from '../api/shapes.ts';
import type { Guess } from './pending-commands.ts';
import type { Command, CommandType } from './send-command.ts';

interface Words {
  readonly done: string;
  readonly notDone: string;
}

const WORDS: Readonly<Record<CommandType, Words>> = {
  acknowledge: { done: 'Acknowledged', notDone: 'Not acknowledged' },
  unacknowledge: { done: 'Acknowledgement taken back', notDone: 'Acknowledgement not taken back' },
  assign: { done: 'Assigned', notDone: 'Not assigned' },
  add_responders: { done: 'Responders added', notDone: 'Responders not added' },
  snooze: { done: 'Snoozed', notDone: 'Not snoozed' },
  wake: { done: 'Woken', notDone: 'Not woken' },
  resolve: { done: 'Resolved', notDone: 'Not resolved' },
  reopen: { done: 'Reopened', notDone: 'Not reopened' },
  comment: { done: 'Comment added', notDone: 'Comment not added' },
  merge: { done: 'Merged', notDone: 'Not merged' },
  edit: { done: 'Saved', notDone: 'Not saved' },
};

/** How a command's end is told. */
export function wordsFor(command: Command): Words {
  return WORDS[command.type];
}

/** What a command will probably change; null row: many at once. */
export function guessOf(command: Command, row: IncidentRow | null, now = Date.now()): Guess {
  switch (command.type) {
    case 'acknowledge':
      return row?.progress === 'closed' ? {} : { progress: 'acknowledged' };
    case 'unacknowledge':
      return row && acknowledgers(row) > 1 ? {} : { progress: 'triggered' };
    case 'snooze':
      return { snoozed_until: new Date(now + command.body.minutes * 60_000).toISOString() };
    case 'wake':
      return { snoozed_until: null };
    case 'resolve':
      return { progress: 'closed', snoozed_until: null, flagged_for_resolution_at: null };
    case 'reopen':
      return { progress: 'triggered' };
    case 'edit': {
      const { custom_fields: _, ...fields } = command.body;
      return fields;
    }
    default:
      return {};
  }
}

function acknowledgers(row: IncidentRow): number {
  return row.responders.filter((person) => person.acknowledged_at !== null).length;
}

/** The command that takes one back, where the server knows one. */
export function undoOf(command: Command, row: IncidentRow | null): Command | null {
  switch (command.type) {
    case 'acknowledge':
      return { type: 'unacknowledge' };
    case 'unacknowledge':
      return { type: 'acknowledge' };
    case 'snooze':
      return { type: 'wake' };
    case 'resolve':
      return { type: 'reopen', body: { reason: 'Resolved by mistake' } };
    case 'reopen':
      return { type: 'resolve', body: {} };
    case 'assign':
      return row && assignedIds(row).length > 0
        ? { type: 'assign', body: { people: assignedIds(row) } }
        : null;
    default:
      return null;
  }
}

function assignedIds(row: IncidentRow): string[] {
  return row.responders.filter((person) => person.assigned_at !== null).map(({ id }) => id);
}

/** Whether a command makes any difference to an incident that is as it is. */
export function wouldChange(command: Command, row: IncidentRow): boolean {
  switch (command.type) {
    case 'acknowledge':
      return row.progress === 'triggered';
    case 'unacknowledge':
      return row.progress === 'acknowledged';
    case 'resolve':
      return row.progress !== 'closed';
    case 'reopen':
      return row.progress === 'closed';
    default:
      return true;
  }
}
