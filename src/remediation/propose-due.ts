import { findIncident } from '../incidents/queries.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { matchRecipes, type RecipeMatch } from '../recipes/rules/match-recipes.ts';
import type { Db } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import type { RunsDeps } from './advance-runs.ts';
import { listProposedSlugs, type ProposalRow } from './proposal-queries.ts';
import { approvalOf, propose } from './propose.ts';
import { readFacts } from './read-facts.ts';
import { listCurrentRecipes } from './recipe-book.ts';
import { type HeldState, holdState } from './remediation-state.ts';
import { refusalOf, startRun } from './start-run.ts';
import { putSubjectOff, takeDueSubject } from './subject-queries.ts';

/** The best ones; a person reads no more. */
const MOST_PROPOSALS = 3;

/** Triage under way is looked at again after this (ms). */
const AGAIN = 300;

const MOST_AT_ONCE = 100;

/**
 * A turn of the worker: proposes the best recipes for incidents that something happened to, after
 * their triage. A recipe is proposed once an incident by itself. What may begin by itself begins.
 */
export async function proposeDue({ store, clock }: RunsDeps): Promise<void> {
  for (let done = 0; done < MOST_AT_ONCE; done++) {
    const taken = await transact(store, async (tx) => {
      const now = clock();
      const subject = await takeDueSubject(tx, new Date(now));
      if (!subject) return false;
      const { tenantId, incidentId, latestAt } = subject;
      const incident = await findIncident(tx, tenantId, incidentId);
      if (!incident || incident.progress === 'closed') return true;
      if (incident.triage === 'triaging' && latestAt.getTime() > now) {
        await putSubjectOff(tx, subject, new Date(now + AGAIN));
        return true;
      }
      await proposeFor(tx, tenantId, incident, now);
      return true;
    });
    if (!taken) return;
  }
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
  const known = await listProposedSlugs(tx, tenantId, incident.incidentId);
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

async function startIfItMay(tx: Db, held: HeldState, row: ProposalRow): Promise<void> {
  const asked = { origin: 'automation', now: held.now } as const;
  const { approval } = await approvalOf(tx, held.tenantId, row, asked);
  if (approval.kind !== 'automatic' || (await refusalOf(tx, held, row)) !== null) return;
  await startRun(tx, held, { proposal: row, approvedBy: null, reason: approval.reason });
}
