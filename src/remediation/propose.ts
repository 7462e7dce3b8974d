import type { IncidentState } from '../incidents/rules/incident.ts';
import { sha256Hex } from '../kernel/hashing.ts';
import { newId } from '../kernel/ids.ts';
import { HOUR, MINUTE } from '../kernel/time.ts';
import { type RecipeDocument, stepsOf } from '../recipes/rules/recipe-schema.ts';
import type { BoundValues } from '../recipes/rules/template.ts';
import { listSecretNames } from '../recipes/secret-queries.ts';
import type { Db } from '../store/connection.ts';
import type { StoredMissing } from '../store/remediation-tables.ts';
import type { StoredActor } from '../store/tables.ts';
import { hasCommands, obstaclesOf } from './bind-steps.ts';
import { noteOnIncident } from './note-on-incident.ts';
import {
  countBustle,
  findModes,
  findProposal,
  insertProposal,
  type ProposalRow,
} from './proposal-queries.ts';
import type { CurrentRecipe } from './recipe-book.ts';
import type { HeldState } from './remediation-state.ts';
import { type Approval, decideApproval, type Mode, strictest } from './rules/approval.ts';
import { canonicalJson } from './rules/log-chain.ts';
import { isStormy, STORM_MINUTES } from './rules/start-guards.ts';
import { onTarget, targetOf } from './rules/targets.ts';

/** How long a proposal waits for its decision. */
const VALIDITY = HOUR;

/** A recipe with what it would run with. */
export interface ProposalDraft {
  readonly incident: IncidentState;
  readonly recipe: CurrentRecipe;
  readonly parameters: BoundValues;
  readonly missing: readonly StoredMissing[];
  readonly score: number;
  readonly reason: string;
  readonly host: string | null;
  /** Null: the hub itself. */
  readonly proposedBy: StoredActor | null;
}

/** Stores a proposal and tells the incident of it; null when the same is proposed already. */
export async function propose(
  tx: Db,
  held: HeldState,
  draft: ProposalDraft,
): Promise<ProposalRow | null> {
  const { incident, recipe, proposedBy } = draft;
  const { tenantId, now } = held;
  const secrets = await listSecretNames(tx, tenantId);
  const row = rowOf(draft, secrets, now);
  if (!(await insertProposal(tx, tenantId, row))) return null;
  const detail = {
    incident_id: incident.incidentId,
    recipe: `${recipe.slug}@${recipe.version}`,
    recipe_digest: recipe.digest,
    parameters_hash: row.parameters_hash,
    target: row.target,
  };
  const subjectId = row.proposal_id;
  await held.log({ actor: proposedBy, action: 'proposal.made', subjectId, detail });
  const lacks = draft.missing.map(({ name }) => name).join(', ');
  const text = `Remediation: “${recipe.document.name}” is proposed${onTarget(row.target)} (risk ${
    recipe.document.risk
  }): ${draft.reason}${lacks === '' ? '' : `. It lacks ${lacks}`} (${row.proposal_id})`;
  await noteOnIncident(tx, tenantId, { incidentId: incident.incidentId, text }, now);
  return (await findProposal(tx, tenantId, row.proposal_id)) ?? null;
}

function rowOf(draft: ProposalDraft, secrets: ReadonlySet<string>, now: number) {
  const { incident, recipe, parameters, proposedBy } = draft;
  const { incidentId, serviceId } = incident;
  const host = hasCommands(recipe.document) ? draft.host : null;
  const target = targetOf({ host, serviceId, incidentId });
  const means = { host: draft.host, secrets };
  const missing = [...draft.missing, ...obstaclesOf(recipe.document, means)];
  return {
    proposal_id: newId('prp'),
    incident_id: incidentId,
    recipe_slug: recipe.slug,
    recipe_version: recipe.version,
    recipe_digest: recipe.digest,
    document: JSON.stringify(recipe.document),
    parameters: JSON.stringify(parameters),
    parameters_hash: sha256Hex(canonicalJson(parameters)),
    target: target.name,
    service_id: target.serviceId,
    host: draft.host,
    risk: recipe.document.risk,
    score: draft.score,
    reason: draft.reason,
    missing: JSON.stringify(missing),
    state: 'proposed' as const,
    proposed_by: proposedBy === null ? null : JSON.stringify(proposedBy),
    created_at: new Date(now),
    expires_at: new Date(now + VALIDITY),
  };
}

/** What a proposal needs to begin now: {@link decideApproval} over its modes and the storm. */
export async function approvalOf(
  db: Db,
  tenantId: string,
  proposal: ProposalRow,
  asked: { readonly origin: 'automation' | 'person'; readonly now: number },
): Promise<{ readonly mode: Mode; readonly approval: Approval }> {
  const { service_id: serviceId, host, risk, missing } = proposal;
  const mode = strictest(await findModes(db, tenantId, { serviceId, host }));
  const since = new Date(asked.now - STORM_MINUTES * MINUTE);
  const stormy = isStormy(await countBustle(db, tenantId, since));
  const document = proposal.document as RecipeDocument;
  const approval = decideApproval({
    risk,
    mode,
    origin: asked.origin,
    complete: missing.length === 0,
    hasManualStep: stepsOf(document).some(({ step }) => step.kind === 'manual'),
    stormy,
  });
  return { mode, approval };
}
