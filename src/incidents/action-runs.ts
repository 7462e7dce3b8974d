import { notFound } from '../kernel/errors.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { lockIncident } from './queries.ts';
import { recordDecision } from './record-decision.ts';
import { refused } from './refused.ts';
import type { Actor, IncidentState } from './rules/incident.ts';
import { decide, refusalOf } from './rules/lifecycle.ts';

/** A custom action that has run successfully. */
export interface ActionRun {
  readonly tenantId: string;
  readonly incidentId: string;
  /** Who asked for it. */
  readonly actor: Actor;
  readonly actionId: string;
  /** The action's name, for the timeline. */
  readonly name: string;
  readonly now: Instant;
}

/**
 * Locks the incident that a custom action is about to run on. 404 when there is none, 409 when it
 * takes no actions (it was merged).
 */
export async function lockForAction(
  tx: Db,
  tenantId: string,
  incidentId: string,
): Promise<IncidentState> {
  const state = await lockIncident(tx, tenantId, incidentId);
  if (!state) throw notFound('The incident');
  const refusal = refusalOf(state, 'run_action');
  if (refusal) throw refused(refusal, state);
  return state;
}

/**
 * Puts a run on the incident's timeline and tells subscribers (`i_custom`; research,
 * flashduty-openremedy §3: success writes the entry). An incident that was merged or deleted in the
 * meantime takes none: the run itself has been done.
 */
export async function recordActionRun(tx: Db, run: ActionRun): Promise<void> {
  const { tenantId, incidentId, actor, actionId, name, now } = run;
  const before = await lockIncident(tx, tenantId, incidentId);
  if (!before) return;
  const decision = decide(before, { type: 'run_action', actionId, name }, actor, now);
  if (decision.ok) await recordDecision(tx, before, decision, null);
}
