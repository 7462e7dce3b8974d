import type { Severity } from '../../kernel/severity.ts';
import { type Instant, MINUTE } from '../../kernel/time.ts';
import { FIRING_AGAIN, followSeverity, statusOf, storm } from './alert-counts.ts';
import { closeRecovered, NOTHING_FIRES, reopenedFields, silenceDue } from './closing.ts';
import {
  type Actor,
  countFiring,
  type IncidentState,
  type Person,
  worstFiring,
} from './incident.ts';
import { assign, personBehind } from './people.ts';
import { begin, record, type Step } from './step.ts';

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
  /** Values of custom fields as their definitions allow them; default none. */
  readonly customFields?: Readonly<Record<string, unknown>>;
}

/** Opens an incident, from an alert or by hand (`i_new`), and assigns it at once (`i_assign`). */
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
    customFields: opening.customFields ?? {},
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
    silenceDueAt: silenceDue(silenceMinutes, now),
  };
  const state = alert ? countFiring(blank, alert.severity, 1) : blank;
  const detail = {
    severity: opening.severity,
    ...(alert && { alert_id: alert.alertId, title: alert.title }),
    ...(opening.ruleName && { rule_id: opening.ruleId, rule: opening.ruleName }),
    ...(opening.recurrenceOf && { recurrence_of: opening.recurrenceOf }),
  };
  const opened = record(begin(state), { kind: 'opened', push: 'i_new', actor, now, detail });
  const { responders = [] } = opening;
  if (responders.length === 0) return opened;
  return assign(opened, responders, byHand ? actor : { type: 'system' }, now);
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

/**
 * The sender fires again within the reopen window: the incident its recovery closed goes on. The
 * alert counts before anybody is told, so that the event does not say Ok.
 */
export function reopenByAlert(step: Step, alert: AlertRef, actor: Actor, now: Instant): Step {
  const detail = { reason: 'The alert fired again.', ...detailOf(alert) };
  const state = countFiring(step.state, alert.severity, 1);
  const reopened = record(
    { ...step, state },
    { kind: 'reopened', push: 'i_reopen', actor, now, detail },
    { ...reopenedFields(state, now), ...FIRING_AGAIN, ...statusOf(state) },
  );
  const refired = { kind: 'alert_refired', actor, now, detail: detailOf(alert) } as const;
  return followSeverity(record(reopened, refired), now);
}

function detailOf(alert: AlertRef): Record<string, unknown> {
  const { alertId, title, severity, rule } = alert;
  return { alert_id: alertId, title, severity, ...(rule && { rule }) };
}
