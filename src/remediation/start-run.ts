import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { DAY, SECOND } from '../kernel/time.ts';
import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import type { Db } from '../store/connection.ts';
import type { StoredActor } from '../store/tables.ts';
import { bindSteps, hasCommands } from './bind-steps.ts';
import { noteOnIncident } from './note-on-incident.ts';
import { type ProposalRow, saveDecision } from './proposal-queries.ts';
import type { HeldState } from './remediation-state.ts';
import {
  COOL_DOWN_MINUTES,
  MAX_RUNS_PER_DAY,
  refusalToStart,
  type StartRefusal,
} from './rules/start-guards.ts';
import { onTarget } from './rules/targets.ts';
import { findStartFacts, hasRunner, insertRun } from './run-queries.ts';
import { findBreaker } from './state-queries.ts';

/** Seconds of a run when its recipe says nothing. */
const RUN_TIMEOUT_S = 900;

/** How a run came to be. */
export interface RunStart {
  readonly proposal: ProposalRow;
  /** Null: it starts by itself. */
  readonly approvedBy: StoredActor | null;
  readonly reason: string | null;
}

/** Why a run of the proposal may not begin now; null: it may. */
export async function refusalOf(
  db: Db,
  { tenantId, now, stopped }: Pick<HeldState, 'tenantId' | 'now' | 'stopped'>,
  proposal: ProposalRow,
): Promise<StartRefusal | null> {
  const { recipe_slug: slug, target } = proposal;
  const document = proposal.document as RecipeDocument;
  const since = new Date(now - DAY);
  const facts = await findStartFacts(db, tenantId, { slug, target, since });
  const breaker = await findBreaker(db, tenantId, slug);
  const host = hasCommands(document) ? proposal.host : null;
  return refusalToStart({
    now,
    stopped,
    lacksRunner: host !== null && !(await hasRunner(db, tenantId, host)) ? host : null,
    activeRunId: facts.activeRunId,
    lastRunAt: facts.lastRunAt?.getTime() ?? null,
    coolDownMinutes: document.cool_down_minutes ?? COOL_DOWN_MINUTES,
    runsToday: facts.runsToday,
    maxRunsPerDay: document.limits?.max_runs_per_day ?? MAX_RUNS_PER_DAY,
    targetsNow: facts.targetsNow,
    maxTargets: document.limits?.max_targets ?? null,
    broken: breaker.opened_at !== null,
  });
}

/**
 * Approves a proposal and makes its one run, queued; the proposal is locked and nobody has decided
 * about it. Throws 409 with the refusal's code when no run may begin now.
 */
export async function startRun(tx: Db, held: HeldState, start: RunStart): Promise<string> {
  const { proposal, approvedBy, reason } = start;
  const refusal = await refusalOf(tx, held, proposal);
  if (refusal) throw conflict(refusal.code, refusal.detail);
  const { tenantId, now } = held;
  const document = proposal.document as RecipeDocument;
  const runId = newId('run');
  const by = approvedBy === null ? null : JSON.stringify(approvedBy);
  const row = {
    run_id: runId,
    proposal_id: proposal.proposal_id,
    incident_id: proposal.incident_id,
    recipe_slug: proposal.recipe_slug,
    recipe_version: proposal.recipe_version,
    recipe_digest: proposal.recipe_digest,
    target: proposal.target,
    host: proposal.host,
    service_id: proposal.service_id,
    state: 'queued' as const,
    resolves: resolvesOf(document),
    approved_by: by,
    deadline_at: new Date(now + (document.timeout_s ?? RUN_TIMEOUT_S) * SECOND),
    due_at: new Date(now),
    created_at: new Date(now),
  };
  await insertRun(tx, tenantId, row, bindSteps(document, proposal.parameters, proposal.host));
  await saveDecision(tx, tenantId, proposal.proposal_id, {
    state: 'approved',
    decided_by: by,
    decision_reason: reason,
    run_id: runId,
    decided_at: new Date(now),
  });
  await tellStart(tx, held, start, runId);
  return runId;
}

/** A recipe says so itself, and has checks by which it is known; nothing else closes an incident. */
function resolvesOf({ resolves, post_checks }: RecipeDocument): boolean {
  return resolves === true && (post_checks?.length ?? 0) > 0;
}

async function tellStart(tx: Db, held: HeldState, start: RunStart, runId: string): Promise<void> {
  const { proposal, approvedBy, reason } = start;
  const detail = {
    run_id: runId,
    recipe: `${proposal.recipe_slug}@${proposal.recipe_version}`,
    recipe_digest: proposal.recipe_digest,
    parameters_hash: proposal.parameters_hash,
    target: proposal.target,
  };
  const subjectId = proposal.proposal_id;
  const action = approvedBy === null ? 'proposal.started_by_itself' : 'proposal.approved';
  await held.log({ actor: approvedBy, action, subjectId, detail });
  const why = reason === null ? '' : ` ${reason}`;
  const text = `Remediation: “${proposal.recipe_slug}”${onTarget(proposal.target)} ${
    approvedBy === null ? 'starts by itself.' : 'was approved.'
  }${why} (${runId})`;
  await noteOnIncident(tx, held.tenantId, { incidentId: proposal.incident_id, text }, held.now);
}
