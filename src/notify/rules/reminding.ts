/** An incident, as far as it decides whether anybody is reminded of it. */
export interface Remindable {
  readonly progress: 'triggered' | 'acknowledged' | 'closed';
  readonly snoozed: boolean;
}

/**
 * What an event does to the reminders of its incident: `start` counts anew (people were called, or
 * called again), `stop` ends them (acknowledged, closed, snoozed), `keep` leaves them.
 */
export type RemindersStep = 'start' | 'stop' | 'keep';

/** Events that call people, or leave nobody at work on the incident. */
const CALLING: ReadonlySet<string> = new Set([
  'i_new',
  'i_assign',
  'i_a_rspd',
  'i_wake',
  'i_unack',
  'i_reopen',
]);

/** Reminders are for incidents that are triggered and not snoozed, and for nothing else. */
export function isReminded({ progress, snoozed }: Remindable): boolean {
  return progress === 'triggered' && !snoozed;
}

/** What the events of one incident do to its reminders (a rise in severity only adds); `last` is how it is after all of them. */
export function remindersStep(eventTypes: readonly string[], last: Remindable): RemindersStep {
  if (!isReminded(last)) return 'stop';
  return eventTypes.some((type) => CALLING.has(type)) ? 'start' : 'keep';
}
