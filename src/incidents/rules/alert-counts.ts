import type { Instant } from '../../kernel/time.ts';
import { type IncidentState, worstFiring } from './incident.ts';
import { record, type Step } from './step.ts';

// What an incident takes over from its alerts whenever they are counted anew.

/** Alert counts at which an incident is called a storm, unless the tenant says otherwise (domain). */
export const STORM_THRESHOLDS: readonly number[] = [20, 100, 500];

/** Something fires: the recovery that had flagged the incident, or was about to close it, is void. */
export const FIRING_AGAIN = { flaggedAt: null, closeDueAt: null, endedAt: null } as const;

/** The worst severity among the firing alerts, or ok. */
export function statusOf(state: IncidentState): Pick<IncidentState, 'status'> {
  return { status: worstFiring(state) ?? 'ok' };
}

/**
 * Status follows the alerts always; severity only while the incident is open, something fires and
 * no person has set it.
 * A changed severity is an event of its own, without a person.
 */
export function followSeverity(step: Step, now: Instant): Step {
  const worst = worstFiring(step.state);
  const state = { ...step.state, ...statusOf(step.state) };
  const from = state.severity;
  const fixed = state.progress === 'closed' || state.overrides.includes('severity');
  if (worst === null || worst === from || fixed) return { ...step, state };
  return record(
    { ...step, state },
    {
      kind: 'field_changed',
      push: 'i_r_severity',
      actor: { type: 'system' },
      now,
      detail: { field: 'severity', from, to: worst },
    },
    { severity: worst },
  );
}

/** Tells each threshold that the alert count has crossed, ascending, once in the incident's life. */
export function storm(step: Step, thresholds: readonly number[], now: Instant): Step {
  let told = step;
  for (let level = told.state.stormLevel; level < thresholds.length; level++) {
    const threshold = thresholds[level];
    if (threshold === undefined || told.state.alertCount < threshold) break;
    told = record(
      told,
      { kind: 'storm', push: 'i_storm', actor: { type: 'system' }, now, detail: { threshold } },
      { stormLevel: level + 1 },
    );
  }
  return told;
}
