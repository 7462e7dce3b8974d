import { findIncident } from '../incidents/queries.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { matchRecipes, type RecipeMatch } from '../recipes/rules/match-recipes.ts';
import type { Db } from '../store/connection.ts';
import { isUnreachable, transact } from '../store/transaction.ts';
import type { RunsDeps } from './advance-runs.ts';
import { expireOnClosed } from './expire-proposals.ts';
import { listKnownSlugs, type ProposalRow } from './proposal-queries.ts';
import { approvalOf, propose } from './propose.ts';
import { readFacts } from './read-facts.ts';
import { listCurrentRecipes } from './recipe-book.ts';
import { type HeldState, holdState } from './remediation-state.ts';
import { refusalOf, startRun } from './start-run.ts';
import {
  type DueSubject,
  noteSubjectFailed,
  putSubjectBack,
  takeDueSubject,
} from './subject-queries.ts';

/** The best ones; a person reads no more. */
const MOST_PROPOSALS = 3;

/** Triage under way is looked at again after this (ms). */
const AGAIN = 300;

/**
 * A turn of the worker: proposes the best recipes for incidents that something happened to, after
 * their triage, and rests after each. What may begin by itself begins. Proposals for incidents that
 * were closed expire.
 */
export async function proposeDue(
  deps: RunsDeps,
  rest: (tookMs: number) => Promise<void>,
): Promise<void> {
  while (!deps.isClosing()) {
    const began = performance.now();
    if (!(await proposeNext(deps))) return;
    await rest(performance.now() - began);
  }
}

/** False when none is due. */
async function proposeNext({ store, clock, log }: RunsDeps): Promise<boolean> {
  let taken: DueSubject | undefined;
  try {
    await transact(store, async (tx) => {
      taken = await takeDueSubject(tx);
      if (taken) await lookAt(tx, taken, clock());
    });
  } catch (error) {
    if (!taken || isUnreachable(error)) throw error;
    const { tenantId, incidentId } = taken;
    log.warn({ err: error, incidentId }, 'recipes for an incident could not be looked for');
    await noteSubjectFailed(store.db, tenantId, incidentId);
  }
  return taken !== undefined;
}

async function lookAt(tx: Db, subject: DueSubject, now: number): Promise<void> {
  const { tenantId, incidentId, isLate } = subject;
  const incident = await findIncident(tx, tenantId, incidentId);
  if (incident?.triage === 'triaging' && incident.progress !== 'closed' && !isLate) {
    return putSubjectBack(tx, subject, AGAIN);
  }
  if (incident?.progress === 'closed') return expireOnClosed(tx, tenantId, incidentId, now);
  if (incident) await proposeFor(tx, tenantId, incident, now);
}

async function proposeFor(
  tx: Db,
  tenantId: string,
  incident: IncidentState,
  now: number,
): Promise<void> {
  const recipes = await listCurrentRecipes(tx, tenantId);
  const facts = await readFacts(tx, incident);
  const documents = recipes.map(({ document }) => document);
  const matches = matchRecipes(documents, facts).slice(0, MOST_PROPOSALS);
  if (matches.length === 0) return;
  const held = await holdState(tx, tenantId, now);
  const known = await listKnownSlugs(tx, tenantId, incident.incidentId);
  for (const match of matches) {
    const recipe = recipes.find(({ slug }) => slug === match.slug);
    if (!recipe || known.has(match.slug)) continue;
    const draft = { incident, recipe, host: facts.host, proposedBy: null, ...toldBy(match) };
    const row = await propose(tx, held, draft);
    if (row) await startIfItMay(tx, held, row);
  }
}

function toldBy({ parameters, missing, score, reason }: RecipeMatch) {
  return { parameters, missing, score, reason };
}

/** Asked once, when it is made; what may not begin now waits for a person. */
async function startIfItMay(tx: Db, held: HeldState, row: ProposalRow): Promise<void> {
  const asked = { origin: 'automation', now: held.now } as const;
  const { approval } = await approvalOf(tx, held.tenantId, row, asked);
  if (approval.kind !== 'automatic' || (await refusalOf(tx, held, row)) !== null) return;
  await startRun(tx, held, { proposal: row, approvedBy: null, reason: approval.reason });
}
