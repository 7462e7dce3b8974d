import { findIncident, lockIncident } from '../incidents/queries.ts';
import { lockSlotOf, recordDecision } from '../incidents/record-decision.ts';
import type { Actor, IncidentState } from '../incidents/rules/incident.ts';
import { type Command, decide } from '../incidents/rules/lifecycle.ts';
import type { SlotKey } from '../incidents/slot-queries.ts';
import { storable, truncate } from '../kernel/text.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';

/** Something to be said on an incident's timeline, and outward as `i_comm`. */
export interface IncidentNote {
  readonly incidentId: string;
  readonly text: string;
  /** Also closes it, with this as its resolution; in the name of who approved the run. */
  readonly resolve?: { readonly resolution: string; readonly actor: Actor };
}

/**
 * Adds a comment of the hub's, in the transaction of what it tells; one that was merged has it said on
 * the incident that took it in. An incident that is gone takes none, which is no reason for the rest to
 * fail.
 */
export async function noteOnIncident(
  tx: Db,
  tenantId: string,
  note: IncidentNote,
  now: Instant,
): Promise<void> {
  const incidentId = await whereItIsTold(tx, tenantId, note.incidentId);
  // What happened about one of them says nothing about the others that were merged.
  const resolve = incidentId === note.incidentId ? note.resolve : undefined;
  const slot = resolve ? await lockSlotOf(tx, tenantId, incidentId) : null;
  const before = await lockIncident(tx, tenantId, incidentId);
  if (!before) return;
  const text = truncate(storable(note.text), 2_000);
  const told = await ask(tx, before, { type: 'comment', text }, { type: 'system' }, now, null);
  if (!resolve || told.progress === 'closed') return;
  const { resolution, actor } = resolve;
  const said = told.resolution === '' ? { resolution } : {};
  await ask(tx, told, { type: 'resolve', ...said }, actor, now, slot);
}

/** Merges that are followed; a chain that is longer is told where it is left. */
const MERGES = 10;

async function whereItIsTold(tx: Db, tenantId: string, incidentId: string): Promise<string> {
  let last = incidentId;
  for (let merges = 0; merges < MERGES; merges++) {
    const into = (await findIncident(tx, tenantId, last))?.mergedInto;
    if (!into) return last;
    last = into;
  }
  return last;
}

async function ask(
  tx: Db,
  state: IncidentState,
  command: Command,
  actor: Actor,
  now: Instant,
  slot: SlotKey | null,
): Promise<IncidentState> {
  const decision = decide(state, command, actor, now);
  if (!decision.ok || decision.entries.length === 0) return state;
  await recordDecision(tx, state, decision, slot);
  return decision.state;
}
