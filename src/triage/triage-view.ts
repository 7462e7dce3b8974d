import { formatInstant, formatOptional } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import type { TriageResult } from './rules/triage-result.ts';
import { findWaiting } from './subject-queries.ts';
import { findLastTriage, type TriageRow } from './triage-queries.ts';
import type { TriageFindings, TriageView } from './triage-schemas.ts';

/** Shows how far the triage of an incident is. */
export async function showTriage(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<TriageView> {
  const last = await findLastTriage(db, tenantId, incidentId);
  const waits = await findWaiting(db, tenantId, incidentId);
  const waiting = waits !== undefined;
  return {
    incident_id: incidentId,
    status: last?.outcome ?? (waiting ? 'triaging' : 'none'),
    waiting,
    attempt: last?.attempt ?? 0,
    reason: last?.reason ?? waits?.reason ?? null,
    requested_by: nameOf(last?.requested_by ?? null),
    engine: last?.engine ?? null,
    started_at: formatOptional(last?.started_at.getTime() ?? null),
    finished_at: formatOptional(last?.finished_at.getTime() ?? null),
    error: last?.error ?? null,
    result: last?.outcome === 'failed' ? null : findingsOf(last),
  };
}

function nameOf(actor: StoredActor | null): string | null {
  if (actor === null) return null;
  return 'name' in actor ? actor.name : actor.type;
}

function findingsOf(row: TriageRow | undefined): TriageFindings | null {
  if (!row) return null;
  const { outcome: _outcome, changes, ...rest } = row.result as TriageResult;
  const shown = changes.map(({ change_id: id, started_at, ...change }) => {
    return { id, ...change, started_at: formatInstant(started_at) };
  });
  // As stored: nobody else has it to change it.
  return { ...(rest as Omit<TriageFindings, 'changes'>), changes: shown };
}
