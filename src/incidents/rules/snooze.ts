import { formatInstant, type Instant, MINUTE } from '../../kernel/time.ts';
import type { Actor } from './incident.ts';
import { record, type Step } from './step.ts';

/** The shortest and the longest snooze, minutes (domain, command table: 1 min – 7 days). */
export const SNOOZE_MINUTES = { least: 1, most: 7 * 24 * 60 } as const;

/** Two people who snooze alike within this time (ms) meant the same; it is told once. */
const ALIKE = 5_000;

/** Quiet until then (`i_snooze`); a further snooze replaces the one there is. */
export function snooze(step: Step, minutes: number, actor: Actor, now: Instant): Step {
  const until = now + minutes * MINUTE;
  const { snoozedUntil } = step.state;
  if (snoozedUntil !== null && Math.abs(snoozedUntil - until) < ALIKE) return step;
  const detail = { minutes, until: formatInstant(until) };
  return record(
    step,
    { kind: 'snoozed', push: 'i_snooze', actor, now, detail },
    { snoozedUntil: until },
  );
}

/** A person ends the snooze (`i_wake`). */
export function wake(step: Step, actor: Actor, now: Instant): Step {
  const { snoozedUntil } = step.state;
  if (snoozedUntil === null) return step;
  const detail = { snoozed_until: formatInstant(snoozedUntil) };
  return record(
    step,
    { kind: 'woken', push: 'i_wake', actor, now, detail },
    { snoozedUntil: null },
  );
}

/** The timer's turn: the snooze is over (`i_wake` without a person). Nothing before it is due. */
export function wakeWhenDue(step: Step, now: Instant): Step {
  const { snoozedUntil } = step.state;
  if (snoozedUntil === null || snoozedUntil > now) return step;
  return wake(step, { type: 'system' }, now);
}
