import { formatInstant, formatOptional, type Instant, MINUTE } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import type { Refinement } from './rules/model-answer.ts';
import { type RefinedResult, refined, writtenBy } from './rules/refined.ts';
import type { TriageResult } from './rules/triage-result.ts';
import { findWaiting } from './subject-queries.ts';
import { findLastTriage, type TriageRow } from './triage-queries.ts';
import type { TriageFindings, TriageModel, TriageView } from './triage-schemas.ts';

/** Shows how far the triage of an incident is. */
export async function showTriage(
  db: Db,
  tenantId: string,
  incidentId: string,
  now: Instant,
): Promise<TriageView> {
  const last = await findLastTriage(db, tenantId, incidentId);
  const waits = await findWaiting(db, tenantId, incidentId);
  const waiting = waits !== undefined;
  const found = last ? refinedIn(last) : null;
  return {
    incident_id: incidentId,
    status: found?.outcome ?? last?.outcome ?? (waiting ? 'triaging' : 'none'),
    waiting,
    attempt: last?.attempt ?? 0,
    reason: last?.reason ?? waits?.reason ?? null,
    requested_by: nameOf(last?.requested_by ?? null),
    engine: last?.engine ?? null,
    started_at: formatOptional(last?.started_at.getTime() ?? null),
    finished_at: formatOptional(last?.finished_at.getTime() ?? null),
    error: last?.error ?? null,
    model: last ? modelOf(last, now) : NOT_ASKED,
    result: found && findingsOf(found),
  };
}

function nameOf(actor: StoredActor | null): string | null {
  if (actor === null) return null;
  return 'name' in actor ? actor.name : actor.type;
}

function refinedIn({ outcome, result, refinement }: TriageRow): RefinedResult | null {
  // As stored: nobody else has it to change it.
  return outcome === 'failed' ? null : refined(result as TriageResult, refinement as Refinement);
}

function findingsOf({ outcome: _outcome, changes, ...rest }: RefinedResult): TriageFindings {
  const shown = changes.map(({ change_id: id, started_at, ...change }) => {
    return { id, ...change, started_at: formatInstant(started_at) };
  });
  return { ...(rest as unknown as Omit<TriageFindings, 'changes'>), changes: shown };
}

const NOT_ASKED: TriageModel = { state: 'off', reason: null, name: null, wrote: [], rules: null };

/** Longer than an attempt ever waits: its model was taken away, nobody will ask it any more. */
const LOST = 10 * MINUTE;

function modelOf(row: TriageRow, now: Instant): TriageModel {
  const { model_state: state, model_reason: reason, model_name: name } = row;
  const wrote = [...writtenBy(row.refinement as Refinement | null)];
  const isLost = state === 'pending' && now - row.stored_at.getTime() > LOST;
  if (isLost) return { state: 'failed', reason: 'late', name, wrote, rules: null };
  if (state !== 'refined') return { state, reason, name, wrote, rules: null };
  const { category, incident_type, summary } = row.result as TriageResult;
  return { state, reason, name, wrote, rules: { category, incident_type, summary } };
}
