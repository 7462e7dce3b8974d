import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { insertEntries, lockIncident, saveIncident } from './queries.ts';
import { decide } from './rules/lifecycle.ts';

/** How a triage ended. */
export interface TriageConclusion {
  readonly outcome: 'triaged' | 'inconclusive' | 'failed';
  /** For the timeline; null: it found nothing new, which is not told. */
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/**
 * Stores how a triage ended on the incident and its timeline, in the caller's transaction. One that
 * was merged away meanwhile is read-only: its timeline says nothing of it. Nothing for one that is gone.
 */
export async function concludeTriage(
  tx: Db,
  tenantId: string,
  incidentId: string,
  conclusion: TriageConclusion,
  now: Instant,
): Promise<void> {
  const before = await lockIncident(tx, tenantId, incidentId);
  if (!before) return;
  const command = { type: 'conclude_triage', ...conclusion } as const;
  const decision = decide(before, command, { type: 'system' }, now);
  if (!decision.ok) {
    return saveIncident(tx, tenantId, before, { ...before, triage: conclusion.outcome });
  }
  await saveIncident(tx, tenantId, before, decision.state);
  await insertEntries(tx, tenantId, decision.entries);
}
