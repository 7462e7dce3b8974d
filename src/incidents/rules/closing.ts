import { type Instant, MINUTE } from '../../kernel/time.ts';
import { edit } from './edit.ts';
import { type Actor, type ClosedBy, firingCount, type IncidentState } from './incident.ts';
import { calledAgain, personBehind } from './people.ts';
import { record, type Step } from './step.ts';

/** A person's last word on an incident that closes. */
export interface Conclusion {
  readonly rootCause?: string;
  readonly resolution?: string;
}

/** A person closes the incident (`i_rslv`); of a closed one only the texts change. */
export function resolve(step: Step, conclusion: Conclusion, actor: Actor, now: Instant): Step {
  const { rootCause, resolution } = conclusion;
  const fields = {
    ...(rootCause !== undefined && { rootCause }),
    ...(resolution !== undefined && { resolution }),
  };
  const edited = edit(step, fields, actor, now);
  if (step.state.progress === 'closed') return edited;
  return close(edited, 'person', actor, now, {}, { closer: personBehind(actor) });
}

/** The sender's recovery closes the incident, at once or when its delay has passed (`i_rslv`). */
export function closeRecovered(step: Step, actor: Actor, now: Instant): Step {
  return close(step, 'recovery', actor, now, {}, { endedAt: step.state.endedAt ?? now });
}

/** The timer's turn: nothing to do when something fires again or the incident moved on. */
export function closeWhenDue(step: Step, now: Instant): Step {
  const { progress, closeDueAt } = step.state;
  const due = closeDueAt !== null && closeDueAt <= now;
  if (progress === 'closed' || !due || firingCount(step.state) > 0) return step;
  return closeRecovered(step, { type: 'system' }, now);
}

/**
 * The timer's turn: closes an incident whose alerts have been silent for its minutes (`i_rslv`,
 * `from: timeout`; research, flashduty-openremedy §5.1 "Auto-resolve"). Heard of since, it is only
 * looked at again later, which nobody is told. `lastSeenAt` is the last event of its alerts.
 */
export function closeWhenSilent(step: Step, lastSeenAt: Instant | null, now: Instant): Step {
  const { progress, silenceMinutes, silenceDueAt } = step.state;
  if (progress === 'closed' || silenceDueAt === null || silenceDueAt > now) return step;
  const due = (lastSeenAt ?? 0) + silenceMinutes * MINUTE;
  if (due > now) return { ...step, state: { ...step.state, silenceDueAt: due } };
  return close(step, 'timeout', { type: 'system' }, now, { minutes: silenceMinutes });
}

/**
 * A source of a merge (`i_rslv`, `from: merge`). Its alerts are the target's now, so nothing fires
 * here any more; `alertCount` goes on telling how many came to it.
 */
export function closeMerged(
  step: Step,
  into: { readonly id: string; readonly title: string },
  actor: Actor,
  now: Instant,
): Step {
  if (step.state.progress === 'closed') return step;
  const detail = { merged_into: into.id, title: into.title };
  return close(step, 'merge', actor, now, detail, {
    mergedInto: into.id,
    ...(firingCount(step.state) > 0 && { ...NOTHING_FIRES, status: 'ok' }),
  });
}

/** No alert of an incident fires. */
export const NOTHING_FIRES = {
  firingCritical: 0,
  firingHigh: 0,
  firingMedium: 0,
  firingLow: 0,
  firingInfo: 0,
} as const;

/** What every close does: whatever was due or pending is over. */
function close(
  step: Step,
  by: ClosedBy,
  actor: Actor,
  now: Instant,
  detail: Readonly<Record<string, unknown>> = {},
  change: Partial<IncidentState> = {},
): Step {
  return record(
    step,
    { kind: 'resolved', push: 'i_rslv', actor, now, detail: { from: by, ...detail } },
    {
      progress: 'closed',
      closedBy: by,
      closer: null,
      closedAt: now,
      snoozedUntil: null,
      flaggedAt: null,
      closeDueAt: null,
      silenceDueAt: null,
      ...change,
    },
  );
}

/** A person opens a closed incident again (`i_reopen`). */
export function reopen(step: Step, reason: string, actor: Actor, now: Instant): Step {
  if (step.state.progress !== 'closed') return step;
  return record(
    step,
    { kind: 'reopened', push: 'i_reopen', actor, now, detail: { reason } },
    reopenedFields(step.state, now),
  );
}

/** What every reopen does: triggered again, without acknowledgements, flag and snooze. */
export function reopenedFields(state: IncidentState, now: Instant): Partial<IncidentState> {
  return {
    progress: 'triggered',
    closer: null,
    closedBy: null,
    closedAt: null,
    snoozedUntil: null,
    flaggedAt: null,
    closeDueAt: null,
    silenceDueAt: silenceDue(state.silenceMinutes, now),
    ...calledAgain(state, now),
  };
}

/** When silence is first looked for; null: never. */
export function silenceDue(minutes: number, now: Instant): Instant | null {
  return minutes === 0 ? null : now + minutes * MINUTE;
}
