import type { Actor, IncidentState } from '../../incidents/rules/incident.ts';
import { type Decision, decide } from '../../incidents/rules/lifecycle.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AlertCommand, EventAction, EventOutcome } from '../format.ts';
import type { Terms } from './situation.ts';
import { changeIncident, incidentAt, type Workspace } from './workspace.ts';

/** A command with the alert that it is about. */
export interface IntakeCommand {
  readonly alertId: string;
  readonly command: AlertCommand;
}

const DONE: Readonly<Record<AlertCommand['type'], EventAction>> = {
  acknowledge: 'acknowledged',
  unacknowledge: 'unacknowledged',
  snooze: 'snoozed',
  comment: 'commented',
};

/**
 * Carries out what was done at the sender's on the incident of its alert, as people's commands are
 * (domain, "Incident"). It does nothing where the alert is unknown or its incident is not open: the
 * sender tells what has happened and cannot be refused.
 */
export function settleCommand(
  workspace: Workspace,
  terms: Terms,
  { alertId, command }: IntakeCommand,
  now: Instant,
): EventOutcome {
  const alert = workspace.alerts.get(alertId)?.now;
  const incident = alert?.incidentId ? incidentAt(workspace, alert.incidentId) : undefined;
  const open = isOver(incident, command) ? undefined : incident;
  const decision = open && decide(open, command, actorOf(terms, command), now);
  const done = changes(decision);
  if (open && done) changeIncident(workspace, open, () => decision);
  return {
    alertId,
    dedupKey: command.dedupKey,
    incidentId: incident?.incidentId ?? null,
    status: alert?.status ?? 'resolved',
    occurrences: alert?.eventCount ?? 0,
    action: done ? DONE[command.type] : 'ignored',
    created: false,
    opened: false,
  };
}

/** What is said of an incident that is over comes too late, but for the last word on closing it. */
function isOver(incident: IncidentState | undefined, command: AlertCommand): boolean {
  return incident?.progress === 'closed' && !(command.type === 'comment' && command.onClosed);
}

type Made = Extract<Decision, { readonly ok: true }>;

function changes(decision: Decision | undefined): decision is Made {
  return decision?.ok === true && decision.entries.length > 0;
}

/**
 * A person over there, whom nobody here can look up. All people of one sender are one to the
 * incident, so that its "no longer acknowledged" ends what any of them began.
 */
function actorOf({ actor, integrationId }: Terms, { by }: AlertCommand): Actor {
  const fallback = actor.type === 'integration' ? actor.name : '';
  return { type: 'person', id: integrationId, person_id: 0, name: by ?? fallback, email: null };
}
