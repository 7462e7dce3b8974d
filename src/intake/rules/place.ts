import type { AlertState } from '../../alerts/rules/fold.ts';
import {
  type AlertRef,
  changeSeverity,
  join,
  leave,
  open,
} from '../../incidents/rules/alert-steps.ts';
import type { Rule } from '../../incidents/rules/grouping.ts';
import type { IncidentState, Person } from '../../incidents/rules/incident.ts';
import { MINUTE } from '../../kernel/time.ts';
import { keepsRule } from './kept-rule.ts';
import type { OpeningRule, Settled, Situation, Terms } from './situation.ts';
import { changeIncident, incidentAt, putSlot, slotKey } from './workspace.ts';

/** Alerts an incident takes at most; the next one opens another. */
const MAX_ALERTS = 5_000;

interface Group {
  readonly rule: Rule | null;
  readonly groupKey: string | null;
}

/**
 * Finds a firing alert its incident: severity gate, suppression, then the slot of its group, else a
 * new one. `recurrenceOf` is the closed incident the alert had before.
 */
export function place(situation: Situation, recurrenceOf: string | null): Settled {
  const { terms, folded } = situation;
  const group = groupOf(situation);
  const state: AlertState = {
    ...folded.state,
    ruleId: group.rule?.ruleId ?? null,
    groupKey: group.groupKey,
  };
  const suppressed = group.rule?.actions.suppress === true && !terms.policy.ignoresSuppression;
  if (suppressed || !terms.opens.has(state.severity)) {
    return { state: unplaced(situation, state), action: known(situation), opened: false };
  }
  const target = acceptingIncident(situation, group);
  return target
    ? joinTo(situation, state, target, group)
    : openFor(situation, state, group, recurrenceOf);
}

/**
 * The alert opens nothing now. Still firing, it stays with the closed incident it had, counted under
 * its present severity; firing again, it has none.
 */
function unplaced({ workspace, before, now }: Situation, state: AlertState): AlertState {
  if (!before?.incidentId) return state;
  if (before.status === 'resolved') return { ...state, incidentId: null, incidentAt: null };
  const old = incidentAt(workspace, before.incidentId);
  if (old && before.severity !== state.severity) {
    changeIncident(workspace, old, (step) =>
      changeSeverity(step, before.severity, state.severity, now),
    );
  }
  return state;
}

/** Without an incident: a first event is recorded, later ones are repeats. */
function known(situation: Situation): Settled['action'] {
  const { verdict } = situation.folded;
  if (verdict === 'change') return 'changed';
  return verdict === 'repeat' ? 'repeated' : 'recorded';
}

/** The event's routing, or for an event without labels what its alert already has. */
function groupOf({ event, before, terms }: Situation): Group {
  const ignores = terms.policy.ignoresGrouping;
  if (keepsRule(event, before)) {
    const rule = terms.rules.get(before.ruleId ?? '') ?? null;
    return { rule, groupKey: rule && !ignores ? before.groupKey : null };
  }
  const { rule, groupKey } = event.routing;
  return { rule, groupKey: ignores ? null : groupKey };
}

function acceptingIncident(situation: Situation, group: Group): IncidentState | undefined {
  const { workspace, terms, now } = situation;
  if (group.rule === null || group.groupKey === null) return undefined;
  const slot = workspace.slots.get(slotKey(terms.tenantId, group.rule.ruleId, group.groupKey))?.now;
  if (!slot?.incidentId) return undefined;
  if (slot.acceptsUntil !== null && now >= slot.acceptsUntil) return undefined;
  const incident = incidentAt(workspace, slot.incidentId);
  if (!incident || incident.progress === 'closed') return undefined;
  return incident.alertCount < MAX_ALERTS ? incident : undefined;
}

function joinTo(
  situation: Situation,
  state: AlertState,
  incident: IncidentState,
  group: Group,
): Settled {
  const { workspace, terms, now } = situation;
  const alert = refOf(state, group);
  leaveOld(situation, incident.incidentId);
  changeIncident(workspace, incident, (step) =>
    join(step, alert, terms.stormThresholds, terms.actor, now),
  );
  if (group.rule?.actions.window?.kind === 'sliding')
    takeSlot(situation, group, incident.incidentId);
  return { state: inside(situation, state, incident.incidentId), action: 'joined', opened: false };
}

function openFor(
  situation: Situation,
  state: AlertState,
  group: Group,
  recurrenceOf: string | null,
): Settled {
  const { workspace, terms, event, now } = situation;
  const incidentId = terms.newIncidentId();
  const rule = group.rule ? terms.rules.get(group.rule.ruleId) : undefined;
  const actions = rule?.actions;
  leaveOld(situation, incidentId);
  const step = open({
    tenantId: terms.tenantId,
    incidentId,
    alert: refOf(state, group),
    actor: terms.actor,
    now,
    title: state.title,
    description: state.description,
    severity: state.severity,
    serviceId: state.serviceId,
    labels: event.hasLabels ? event.labelMap : JSON.parse(state.labels),
    startedAt: state.startedAt ?? now,
    integrationId: terms.integrationId,
    dedupKey: state.dedupKey,
    ruleId: group.rule?.ruleId ?? null,
    groupKey: group.groupKey,
    ruleName: group.rule?.name ?? null,
    onRecovery: actions?.on_recovery ?? terms.onRecovery,
    closeAfterMinutes: actions?.close_after_minutes ?? terms.closeAfterMinutes,
    recurrenceOf,
    responders: respondersOf(terms, rule, state.serviceId),
    customFields: terms.customFields,
    silenceMinutes: actions?.close_after_silence_minutes ?? 0,
  });
  workspace.incidents.set(incidentId, { found: null, now: step.state });
  workspace.entries.push(...step.entries);
  takeSlot(situation, group, incidentId);
  return { state: inside(situation, state, incidentId), action: 'opened', opened: true };
}

const NOBODY: readonly Person[] = [];

/** Whom the rule names, else whom the service does; members who are gone are passed over. */
function respondersOf(
  { people, serviceResponders }: Terms,
  rule: OpeningRule | undefined,
  serviceId: string | null,
): readonly Person[] {
  const named = rule?.actions.responders?.flatMap((id) => people.get(id) ?? []) ?? NOBODY;
  if (named.length > 0 || serviceId === null) return named;
  return serviceResponders.get(serviceId) ?? NOBODY;
}

function inside({ now }: Situation, state: AlertState, incidentId: string): AlertState {
  return { ...state, incidentId, incidentAt: now, eventKeptAt: now };
}

function refOf(state: AlertState, group: Group): AlertRef {
  const { alertId, title, severity } = state;
  return { alertId, title, severity, rule: group.rule?.name ?? null };
}

function takeSlot(situation: Situation, group: Group, incidentId: string): void {
  const { workspace, terms, now } = situation;
  if (group.rule === null || group.groupKey === null) return;
  const { window } = group.rule.actions;
  putSlot(workspace, {
    tenantId: terms.tenantId,
    ruleId: group.rule.ruleId,
    groupKey: group.groupKey,
    incidentId,
    acceptsUntil: window ? now + window.minutes * MINUTE : null,
  });
}

/** A firing alert that goes elsewhere is counted out of the incident it had. */
function leaveOld(situation: Situation, to: string): void {
  const { workspace, terms, before, now } = situation;
  if (!before?.incidentId || before.status !== 'firing') return;
  const old = incidentAt(workspace, before.incidentId);
  if (!old || old.incidentId === to) return;
  const { alertId, title, severity } = before;
  changeIncident(workspace, old, (step) =>
    leave(step, { alertId, title, severity }, terms.actor, now, to),
  );
}
