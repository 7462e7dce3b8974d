import { askDueIncidents, type TimerDeps } from './due-incidents.ts';

/**
 * The timer's turn: ends the snoozes that are over, each with one `i_wake` without a person.
 * Replicas may run it at once. Returns how many incidents woke.
 */
export function wakeDueIncidents(deps: TimerDeps): Promise<number> {
  return askDueIncidents(deps, {
    column: 'snoozed_until',
    closes: false,
    command: async () => ({ type: 'end_snooze' }),
  });
}
