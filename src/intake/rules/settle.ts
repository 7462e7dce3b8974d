import { type AlertState, countOnly, type Folded, foldEvent } from '../../alerts/rules/fold.ts';
import {
  type AlertRef,
  changeSeverity,
  recover,
  refire,
  reopenByAlert,
} from '../../incidents/rules/alert-steps.ts';
import type { IncidentState } from '../../incidents/rules/incident.ts';
import type { Instant } from '../../kernel/time.ts';
import type { EventAction, EventOutcome } from '../format.ts';
import { underKeptRule } from './kept-rule.ts';
import { place } from './place.ts';
import type { IntakeEvent, Settled, Situation, Terms } from './situation.ts';
import { tell } from './tell.ts';
import { changeIncident, incidentAt, putAlert, type Workspace } from './workspace.ts';

/**
 * Decides what one event does, over the rows the batch holds locked (domain, "Alert rules" and
 * "From alert to incident"). Events of a batch are settled one after another, so the second of two
 * equal posts sees the first.
 */
export function settleEvent(
  workspace: Workspace,
  terms: Terms,
  given: IntakeEvent,
  now: Instant,
): EventOutcome {
  const before = workspace.alerts.get(given.alertId)?.now ?? null;
  if (before && isDuplicate(terms, before, now)) return duplicateOf(before, given);
  const event = underKeptRule(given, before, terms.rules);
  const folded = foldEvent(before, event, terms, now);
  const situation = { workspace, terms, event, before, folded, now };
  const settled = settle(situation);
  const { alertEvent } = terms;
  putAlert(workspace, alertEvent ? tell(situation, settled, alertEvent) : settled.state);
  if (isKept(before, settled)) keep(workspace, terms, event, settled);
  return {
    alertId: event.alertId,
    dedupKey: event.dedupKey,
    incidentId: settled.state.incidentId,
    status: settled.state.status,
    occurrences: settled.state.eventCount,
    action: settled.action,
    created: before === null,
    opened: settled.opened,
  };
}

function settle(situation: Situation): Settled {
  const { folded } = situation;
  switch (folded.verdict) {
    case 'new':
      return place(situation, null);
    case 'refire':
      return fireAgain(situation);
    case 'repeat':
    case 'change':
      return stillFiring(situation);
    case 'resolve':
      return resolve(situation);
    case 'late':
      return unplaced(folded.state, 'late');
    case 'settled':
      return unplaced(folded.state, 'repeated');
    case 'orphan':
      return unplaced(folded.state, 'recorded');
  }
}

function unplaced(state: AlertState, action: EventAction): Settled {
  return { state, action, opened: false };
}

/** CauseFlow: a key seen before is a duplicate, for ever or within the integration's window. */
function isDuplicate(terms: Terms, before: AlertState, now: Instant): boolean {
  if (terms.policy.duplicates !== 'refuse') return false;
  const since = before.incidentAt ?? before.firstSeenAt;
  return terms.duplicateWindow === null || now - since < terms.duplicateWindow;
}

function duplicateOf(before: AlertState, event: IntakeEvent): EventOutcome {
  return {
    alertId: before.alertId,
    dedupKey: event.dedupKey,
    incidentId: before.incidentId,
    status: before.status,
    occurrences: before.eventCount,
    action: 'duplicate',
    created: false,
    opened: false,
  };
}

/** The alert as it was counted: under the severity it had before this event. */
function refOf(state: AlertState): AlertRef {
  const { alertId, title, severity } = state;
  return { alertId, title, severity };
}

function resolve(situation: Situation): Settled {
  const { workspace, terms, before, folded, now } = situation;
  const incident = before?.incidentId ? incidentAt(workspace, before.incidentId) : undefined;
  if (before && incident) {
    changeIncident(workspace, incident, (step) => recover(step, refOf(before), terms.actor, now));
  }
  return unplaced(folded.state, 'resolved');
}

/** Re-fire after a real resolve: join, reopen, or a new incident. */
function fireAgain(situation: Situation): Settled {
  const { workspace, terms, before, folded, now } = situation;
  const incident = before?.incidentId ? incidentAt(workspace, before.incidentId) : undefined;
  if (!incident) return place(situation, null);
  const fits = incident.progress !== 'closed' || reopens(incident, terms, now);
  if (!fits) return place(situation, incident.incidentId);
  const alert = refOf(folded.state);
  const open = incident.progress !== 'closed';
  const after = changeIncident(workspace, incident, (step) =>
    open ? refire(step, alert, terms.actor, now) : reopenByAlert(step, alert, terms.actor, now),
  );
  const state = { ...folded.state, incidentId: after.incidentId };
  return unplaced(state, open ? 'joined' : 'reopened');
}

/** Only what the sender's recovery closed a short while ago is opened again. */
function reopens(incident: IncidentState, terms: Terms, now: Instant): boolean {
  return (
    incident.closedBy === 'recovery' &&
    incident.closedAt !== null &&
    now - incident.closedAt < terms.reopenWindow
  );
}

function stillFiring(situation: Situation): Settled {
  const { workspace, terms, before, folded, now } = situation;
  if (!before?.incidentId || terms.policy.duplicates === 'refuse') {
    return place(situation, before?.incidentId ?? null);
  }
  const incident = incidentAt(workspace, before.incidentId);
  // Not held: the lock step saw an open incident and nothing about it that could change.
  if (!incident) return unplaced(folded.state, repeatOf(folded));
  if (incident.progress === 'closed') return afterClose(situation, before, incident);
  if (before.severity !== folded.state.severity) {
    changeIncident(workspace, incident, (step) =>
      changeSeverity(step, before.severity, folded.state.severity, now),
    );
  }
  return unplaced({ ...folded.state, incidentId: incident.incidentId }, repeatOf(folded));
}

function repeatOf(folded: Folded): EventAction {
  return folded.verdict === 'change' ? 'changed' : 'repeated';
}

/**
 * A person's close ended the occurrence: within the quiet period a repeat is only counted, unless
 * it got worse; after it, or when worse, the alert has a new incident linked to the old.
 */
function afterClose(situation: Situation, before: AlertState, incident: IncidentState): Settled {
  const { terms, folded, now } = situation;
  const quiet = incident.closedAt !== null && now - incident.closedAt < terms.quietPeriod;
  if (quiet && !folded.worse && incident.closedBy === 'person') {
    return unplaced(countOnly(before, folded.state, now), 'quiet');
  }
  return place(situation, incident.incidentId);
}

/** What did something is kept always, of mere repeats one when its turn has come (fold). */
function isKept(before: AlertState | null, { state, action }: Settled): boolean {
  const onlyCounted = action === 'repeated' || action === 'quiet';
  return !onlyCounted || state.eventKeptAt !== before?.eventKeptAt;
}

function keep(workspace: Workspace, terms: Terms, event: IntakeEvent, settled: Settled): void {
  workspace.kept.push({
    tenantId: terms.tenantId,
    alertId: event.alertId,
    kind: settled.action,
    status: event.status,
    severity: event.severity ?? null,
    startedAt: event.startedAt ?? null,
    endedAt: event.endedAt ?? null,
    payload: event.payload,
  });
}
