import type { Clock, Instant } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { type DueColumn, type DueIncident, listDueIncidents } from './due-queries.ts';
import { lockFreeIncident } from './queries.ts';
import { lockSlotOf, recordDecision } from './record-decision.ts';
import type { IncidentState } from './rules/incident.ts';
import { decide, type HubsCommand } from './rules/lifecycle.ts';

const BATCH = 100;

/** What a timer needs. */
export interface TimerDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A timer: which incidents it looks for, and what it asks of each. */
export interface Timer {
  readonly column: DueColumn;
  /** The command closes: the incident's slot is locked before the incident. */
  readonly closes: boolean;
  /** Asked under the incident's lock. */
  readonly command: (tx: Db, incident: IncidentState) => Promise<HubsCommand>;
}

/**
 * A timer's turn: asks every incident that is due, each in a transaction of its own. Replicas may
 * run it at once; what one holds the others pass over. Returns how many had an event.
 */
export async function askDueIncidents(deps: TimerDeps, timer: Timer): Promise<number> {
  const now = deps.clock();
  let done = 0;
  for (let after: DueIncident | null = null; ; ) {
    const due: DueIncident[] = await listDueIncidents(
      deps.store.db,
      timer.column,
      new Date(now),
      after,
      BATCH,
    );
    for (const incident of due) if (await askDue(deps, timer, incident, now)) done++;
    after = due.at(-1) ?? null;
    if (due.length < BATCH) return done;
  }
}

function askDue(
  { store }: TimerDeps,
  timer: Timer,
  { tenant_id: tenantId, incident_id: incidentId }: DueIncident,
  now: Instant,
): Promise<boolean> {
  return transact(store, async (tx) => {
    const slot = timer.closes ? await lockSlotOf(tx, tenantId, incidentId) : null;
    const before = await lockFreeIncident(tx, tenantId, incidentId);
    if (!before) return false;
    const command = await timer.command(tx, before);
    const decision = decide(before, command, { type: 'system' }, now);
    if (!decision.ok || decision.state === before) return false;
    await recordDecision(tx, before, decision, slot);
    return decision.entries.length > 0;
  });
}
