import { formatInstant, formatOptional } from '../kernel/time.ts';
import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import type { StoredActor } from '../store/tables.ts';
import type { ProposalRow } from './proposal-queries.ts';
import type {
  ActorRef,
  LogEntryView,
  ProposalView,
  RunView,
  StepView,
} from './remediation-schemas.ts';
import type { RunRow, StepRow } from './run-queries.ts';
import type { LogRow } from './state-queries.ts';

/** The hub itself where nobody is named. */
export function actorRef(actor: StoredActor | null): ActorRef {
  if (actor === null) return { type: 'system', id: null, name: null };
  return {
    type: actor.type,
    id: 'id' in actor ? actor.id : null,
    name: 'name' in actor ? actor.name : null,
  };
}

const at = (date: Date) => formatInstant(date.getTime());
const optional = (date: Date | null) => formatOptional(date?.getTime() ?? null);

/** A proposal as lists show it. */
export function showProposal(row: ProposalRow): ProposalView {
  const document = row.document as RecipeDocument;
  return {
    id: row.proposal_id,
    incident_id: row.incident_id,
    recipe: {
      slug: row.recipe_slug,
      version: row.recipe_version,
      name: document.name,
      digest: row.recipe_digest,
    },
    parameters: row.parameters,
    parameters_hash: row.parameters_hash,
    missing: [...row.missing],
    target: row.target,
    risk: row.risk,
    score: Math.round(row.score * 1_000) / 1_000,
    reason: row.reason,
    state: row.state,
    proposed_by: actorRef(row.proposed_by),
    decided_by: row.decided_at && row.state !== 'expired' ? actorRef(row.decided_by) : null,
    decision_reason: row.decision_reason,
    run_id: row.run_id,
    created_at: at(row.created_at),
    expires_at: at(row.expires_at),
    decided_at: optional(row.decided_at),
  };
}

/** A run as lists show it. */
export function showRun(row: RunRow): RunView {
  return {
    id: row.run_id,
    proposal_id: row.proposal_id,
    incident_id: row.incident_id,
    recipe: { slug: row.recipe_slug, version: row.recipe_version, digest: row.recipe_digest },
    target: row.target,
    state: row.state,
    phase: row.phase,
    reason: row.reason,
    approved_by: actorRef(row.approved_by),
    cancel_requested_at: optional(row.cancel_requested_at),
    deadline_at: at(row.deadline_at),
    created_at: at(row.created_at),
    started_at: optional(row.started_at),
    finished_at: optional(row.finished_at),
  };
}

/** A step of a run, with what it put out so far. */
export function showStep(row: StepRow): StepView {
  return {
    id: row.step_id,
    phase: row.phase,
    name: row.name,
    title: row.title,
    kind: row.kind,
    host: row.host,
    bound: row.bound,
    timeout_seconds: row.timeout_s,
    state: row.state,
    attempt: row.attempt,
    max_attempts: row.max_attempts,
    started_at: optional(row.started_at),
    finished_at: optional(row.finished_at),
    exit_code: row.exit_code,
    http_status: row.http_status,
    output: row.output,
    output_cut: row.output_cut,
    output_digest: row.output_digest,
    reason: row.reason,
  };
}

/** An entry of the log, byte for byte what its hash is of. */
export function showLogEntry(row: LogRow): LogEntryView {
  return {
    seq: row.seq,
    at: at(row.at),
    actor: row.actor,
    action: row.action,
    subject_id: row.subject_id,
    detail: row.detail,
    previous_hash: row.previous_hash,
    entry_hash: row.entry_hash,
  };
}
