import { truncate } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import { noteOnIncident } from './note-on-incident.ts';
import type { HeldState } from './remediation-state.ts';
import type { EndState } from './rules/run-lifecycle.ts';
import { BREAKS_AFTER, failuresAfter } from './rules/start-guards.ts';
import { onTarget } from './rules/targets.ts';
import { listSteps, type RunRow, type StepRow, saveRun, skipWaitingSteps } from './run-queries.ts';
import { findBreaker, saveBreaker } from './state-queries.ts';

/** How a run ended. */
export interface RunEnd {
  readonly state: EndState;
  readonly reason: string;
}

const WORDS: Readonly<Record<EndState, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  rolled_back: 'failed and was rolled back',
  rollback_failed: 'failed, and so did its rollback: somebody has to look',
  cancelled: 'was cancelled',
};

/** Ends a run whose lock is held: the run, its breaker, the log, the incident. */
export async function endRun(tx: Db, held: HeldState, run: RunRow, end: RunEnd): Promise<void> {
  const { tenantId, now } = held;
  const { run_id: runId, recipe_slug: slug, incident_id: incidentId } = run;
  await skipWaitingSteps(tx, tenantId, runId, { keepRollback: false });
  await saveRun(tx, tenantId, runId, {
    state: end.state,
    reason: end.reason,
    due_at: null,
    finished_at: new Date(now),
  });
  await noteForBreaker(tx, held, slug, end.state);
  const steps = await listSteps(tx, tenantId, runId);
  const digests = steps.flatMap(({ name, state, output_digest }) => [[name, state, output_digest]]);
  await held.log({
    actor: null,
    action: `run.${end.state}`,
    subjectId: runId,
    detail: { reason: end.reason, steps: digests },
  });
  const proof = end.state === 'succeeded' ? evidenceOf(steps) : '';
  const text = `Remediation: “${slug}”${onTarget(run.target)} ${WORDS[end.state]}. ${end.reason}${proof} (${runId})`;
  const resolution = `“${slug}”${onTarget(run.target)}: ${end.reason}`;
  const resolves = run.resolves && end.state === 'succeeded';
  const actor: StoredActor = run.approved_by ?? { type: 'system' };
  const note = { incidentId, text, ...(resolves && { resolve: { resolution, actor } }) };
  await noteOnIncident(tx, tenantId, note, now);
}

/** What the post-checks said, in a line each. */
function evidenceOf(steps: readonly StepRow[]): string {
  return steps
    .filter(({ phase, output }) => phase === 'post_checks' && output.trim() !== '')
    .map(({ name, output }) => ` “${name}” said: ${truncate(oneLine(output), 200)}`)
    .join('');
}

function oneLine(text: string): string {
  return text.slice(0, 2_000).replaceAll(/\s+/g, ' ').trim();
}

async function noteForBreaker(
  tx: Db,
  { tenantId, now, log }: HeldState,
  slug: string,
  state: EndState,
): Promise<void> {
  const ended = state === 'succeeded' ? 'succeeded' : state === 'cancelled' ? 'other' : 'failed';
  const before = await findBreaker(tx, tenantId, slug);
  const failures = failuresAfter(before.failures, ended);
  if (failures === before.failures) return;
  const opens = failures >= BREAKS_AFTER;
  const opened_at = opens ? (before.opened_at ?? new Date(now)) : null;
  await saveBreaker(tx, tenantId, slug, { failures, opened_at });
  if (!opens || before.opened_at) return;
  await log({
    actor: null,
    action: 'recipe.circuit_opened',
    subjectId: slug,
    detail: { failures },
  });
}
