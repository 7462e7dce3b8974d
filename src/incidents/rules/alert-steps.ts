import type { Severity } from '../../kernel/severity.ts';
import { type Instant, MINUTE } from '../../kernel/time.ts';
import {
  type Actor,
  countFiring,
  type IncidentState,
  type Person,
  worstFiring,
} from './incident.ts';
import { record, type Step } from './step.ts';

/** An alert as the incident's rules see it. */
export interface AlertRef {
  readonly alertId: string;
  readonly title: string;
  readonly severity: Severity;
  /** Name of the rule that sent it here, for the timeline. */
  readonly rule?: string | null;
}

/** How an incident opens: everything that its first alert, the rules and the settings decided. */
export interface Opening {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly alert: AlertRef | null;
  readonly actor: Actor;
  readonly now: Instant;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly serviceId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly startedAt: Instant;
  readonly integrationId: string | null;
  readonly dedupKey: string | null;
  readonly ruleId: string | null;
  readonly groupKey: string | null;
  /** The name of the rule that decided, for the timeline. */
  readonly ruleName: string | null;
  readonly onRecovery: 'flag' | 'close';
  readonly closeAfterMinutes: number;
  readonly recurrenceOf: string | null;
  /** Who is assigned at once, by the rule or the service; usually nobody. */
  readonly responders?: readonly Person[];
  /** See IncidentState.silenceMinutes; default 0. */
  readonly silenceMinutes?: number;
}

const NOTHING_FIRES = {
  firingCritical: 0,
  firingHigh: 0,
  firingMedium: 0,
  firingLow: 0,
  firingInfo: 0,
} as const;

/** Opens an incident, from an alert or by hand (`i_new`). */
export function open(opening: Opening): Step {
  const { alert, actor, now, silenceMinutes = 0 } = opening;
  const byHand = actor.type === 'person' || actor.type === 'operator';
  const blank: IncidentState = {
    ...NOTHING_FIRES,
    tenantId: opening.tenantId,
    incidentId: opening.incidentId,
    progress: 'triggered',
    status: opening.severity,
    severity: opening.severity,
    title: opening.title,
    description: opening.description,
    impact: '',
    rootCause: '',
    resolution: '',
    // A severity that a person chose is not for alerts to change.
    overrides: byHand ? ['severity'] : [],
    serviceId: opening.serviceId,
    labels: opening.labels,
    customFields: {},
    responders: [],
    creator: byHand ? personBehind(actor) : null,
    closer: null,
    closedBy: null,
    integrationId: opening.integrationId,
    dedupKey: opening.dedupKey,
    ruleId: opening.ruleId,
    groupKey: opening.groupKey,
    onRecovery: opening.onRecovery,
    closeAfterMinutes: opening.closeAfterMinutes,
    triage: 'triaging',
    mergedInto: null,
    recurrenceOf: opening.recurrenceOf,
    snoozedUntil: null,
    flaggedAt: null,
    closeDueAt: null,
    startedAt: opening.startedAt,
    lastAt: now,
    endedAt: null,
    acknowledgedAt: null,
    closedAt: null,
    createdAt: now,
    updatedAt: now,
    alertCount: alert ? 1 : 0,
    stormLevel: 0,
    seq: 0,
    lastEventAt: now - 1,
    assignment: null,
    silenceMinutes,
    silenceDueAt: silenceMinutes === 0 ? null : now + silenceMinutes * MINUTE,
  };
  const state = alert ? countFiring(blank, alert.severity, 1) : blank;
  const detail = {
    severity: opening.severity,
    ...(alert && { alert_id: alert.alertId, title: alert.title }),
    ...(opening.ruleName && { rule_id: opening.ruleId, rule: opening.ruleName }),
    ...(opening.recurrenceOf && { recurrence_of: opening.recurrenceOf }),
  };
  return record({ state, entries: [] }, { kind: 'opened', push: 'i_new', actor, now, detail });
}

/** A further alert comes to an open incident; a crossed storm threshold is told once, ascending. */
export function join(
  step: Step,
  alert: AlertRef,
  thresholds: readonly number[],
  actor: Actor,
  now: Instant,
): Step {
  const counted = countFiring(step.state, alert.severity, 1);
  const joined = record(
    { ...step, state: counted },
    { kind: 'alert_joined', actor, now, detail: detailOf(alert) },
    { alertCount: counted.alertCount + 1, ...FIRING_AGAIN },
  );
  return storm(followSeverity(joined, now), thresholds, now);
}

/** An alert of the incident fires again while the incident is open. */
export function refire(step: Step, alert: AlertRef, actor: Actor, now: Instant): Step {
  const state = countFiring(step.state, alert.severity, 1);
  const detail = detailOf(alert);
  const fired = record(
    { ...step, state },
    { kind: 'alert_refired', actor, now, detail },
    FIRING_AGAIN,
  );
  return followSeverity(fired, now);
}

/** An alert of the incident changed its severity while firing; a closed one only counts it. */
export function changeSeverity(step: Step, from: Severity, to: Severity, now: Instant): Step {
  const state = countFiring(countFiring(step.state, from, -1), to, 1);
  return followSeverity({ ...step, state }, now);
}

/** A firing alert goes to another incident (recurrence): counted out, no recovery. */
export function leave(step: Step, alert: AlertRef, actor: Actor, now: Instant, to: string): Step {
  const state = countFiring(step.state, alert.severity, -1);
  const detail = { ...detailOf(alert), to };
  return record({ ...step, state }, { kind: 'alert_left', actor, now, detail }, statusOf(state));
}

/**
 * A firing alert of the incident recovered. When none is left firing the status is Ok, and the
 * incident is flagged, closed, or due to be closed (domain, "Recovery"). On a closed incident only
 * the counters and the status follow.
 */
export function recover(step: Step, alert: AlertRef, actor: Actor, now: Instant): Step {
  const state = countFiring(step.state, alert.severity, -1);
  const over = worstFiring(state) === null;
  const resolved = record(
    { ...step, state },
    { kind: 'alert_resolved', actor, now, detail: detailOf(alert) },
    { ...statusOf(state), ...(over && { endedAt: now }) },
  );
  if (!over) return followSeverity(resolved, now);
  if (state.progress === 'closed') return resolved;
  if (state.onRecovery === 'flag') {
    return record(resolved, { kind: 'flagged', actor, now }, { flaggedAt: now });
  }
  if (state.closeAfterMinutes === 0) return closeRecovered(resolved, actor, now);
  const closeDueAt = now + state.closeAfterMinutes * MINUTE;
  return record(resolved, { kind: 'recovered', actor, now }, { closeDueAt });
}

/** The sender's recovery closes the incident, at once or when its delay has passed (`i_rslv`). */
export function closeRecovered(step: Step, actor: Actor, now: Instant): Step {
  return record(
    step,
    { kind: 'resolved', push: 'i_rslv', actor, now, detail: { from: 'recovery' } },
    {
      progress: 'closed',
      closedBy: 'recovery',
      closer: null,
      closedAt: now,
      endedAt: step.state.endedAt ?? now,
      snoozedUntil: null,
      flaggedAt: null,
      closeDueAt: null,
    },
  );
}

/** The sender fires again within the reopen window: the incident its recovery closed goes on. */
export function reopenByAlert(step: Step, alert: AlertRef, actor: Actor, now: Instant): Step {
  const detail = { reason: 'The alert fired again.', ...detailOf(alert) };
  const reopened = record(
    step,
    { kind: 'reopened', push: 'i_reopen', actor, now, detail },
    reopenedFields(step.state),
  );
  return refire(reopened, alert, actor, now);
}

/** What every reopen does: triggered again, without acknowledgements, flag and snooze. */
export function reopenedFields(state: IncidentState): Partial<IncidentState> {
  return {
    progress: 'triggered',
    closer: null,
    closedBy: null,
    closedAt: null,
    acknowledgedAt: null,
    snoozedUntil: null,
    flaggedAt: null,
    closeDueAt: null,
    responders: state.responders.map((responder) => ({ ...responder, acknowledged_at: null })),
  };
}

const FIRING_AGAIN = { flaggedAt: null, closeDueAt: null, endedAt: null } as const;

function statusOf(state: IncidentState): Partial<IncidentState> {
  return { status: worstFiring(state) ?? 'ok' };
}

/**
 * Status follows the alerts always; severity only while the incident is open, something fires and
 * no person has set it.
 * A changed severity is an event of its own, without a person.
 */
function followSeverity(step: Step, now: Instant): Step {
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

function storm(step: Step, thresholds: readonly number[], now: Instant): Step {
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

function detailOf(alert: AlertRef): Record<string, unknown> {
  const { alertId, title, severity, rule } = alert;
  return { alert_id: alertId, title, severity, ...(rule && { rule }) };
}

const OPERATOR: Person = { id: 'operator', person_id: 0, name: 'Operator', email: null };

/** The person inside an actor; whoever is none acts in the operator's name (root token). */
export function personBehind(actor: Actor): Person {
  if (actor.type !== 'person') return OPERATOR;
  const { id, person_id, name, email } = actor;
  return { id, person_id, name, email };
}
