import type { AlertState } from '../../alerts/rules/fold.ts';
import type { AlertEventType } from '../../incidents/rules/incident.ts';
import type { IncidentName, MakeAlertEvent, Settled, Situation } from './situation.ts';
import type { Workspace } from './workspace.ts';

/**
 * Makes the events that an event of a sender is told as (research, flashduty-openremedy §2): what
 * it did to the alert, then that the alert came to another incident. Repeats without anything new
 * are told to nobody. Returns the alert with the numbers of its events.
 */
export function tell(situation: Situation, settled: Settled, make: MakeAlertEvent): AlertState {
  const { workspace, terms, before, now } = situation;
  const { incidentId } = settled.state;
  const left = before?.incidentId ?? null;
  const came = incidentId !== null && incidentId !== left;
  const say = (state: AlertState, type: AlertEventType, incident: string | null) => {
    const made = make(state, type, named(workspace, incident), terms.actor, now);
    workspace.alertEvents.push(made.row);
    return made.state;
  };
  const type = changeOf(situation, settled);
  const told = type ? say(settled.state, type, came ? left : incidentId) : settled.state;
  return came ? say(told, 'a_merge', incidentId) : told;
}

/**
 * `a_new` when the alert fires for the first time, `a_update` for everything else that changes it.
 * What is only known as resolved is told when it fires: before, nobody has heard of it.
 */
function changeOf(
  { before, folded: { verdict, changed } }: Situation,
  { action }: Settled,
): AlertEventType | null {
  if (!changed || action === 'quiet') return null;
  const unheard = before === null || (before.seq === 0 && before.status === 'resolved');
  if (!unheard) return 'a_update';
  return verdict === 'new' || verdict === 'refire' ? 'a_new' : null;
}

/** Null also when the incident is gone (retention). */
function named({ incidents, titles }: Workspace, id: string | null): IncidentName | null {
  if (id === null) return null;
  const title = incidents.get(id)?.now.title ?? titles.get(id);
  return title === undefined ? null : { id, title };
}
