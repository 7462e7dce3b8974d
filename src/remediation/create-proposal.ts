import { type IncidentsContext, incidentIdOf } from '../incidents/incidents-context.ts';
import { findIncident } from '../incidents/queries.ts';
import { conflict, type FieldError, invalid, notFound } from '../kernel/errors.ts';
import { type BoundValue, bindParameters, readValue } from '../recipes/rules/bind-parameters.ts';
import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { showDetail } from './proposal-detail.ts';
import { propose } from './propose.ts';
import { readFacts } from './read-facts.ts';
import { findCurrentRecipe } from './recipe-book.ts';
import type { CreateProposalBody, ProposalDetail } from './remediation-schemas.ts';
import { holdState } from './remediation-state.ts';
import { hostName } from './rules/targets.ts';

/**
 * Proposes a recipe for an incident by hand. Values that are given replace what the alerts say and
 * keep the same rules: 422 names each that does not. 409 `already_proposed` when the same waits for
 * its decision, `incident_closed`.
 */
export function createProposal(
  context: IncidentsContext,
  input: CreateProposalBody & { readonly id: string },
): Promise<ProposalDetail> {
  requireScope(context, 'responder');
  const { tenantId, actor } = context.caller;
  const id = incidentIdOf(input.id);
  return runVerb(context, { route: 'create-proposal', input: { ...input, id } }, async (tx) => {
    const held = await holdState(tx, tenantId, context.clock());
    const incident = await findIncident(tx, tenantId, id);
    if (!incident) throw notFound('The incident');
    if (incident.progress === 'closed')
      throw conflict('incident_closed', 'The incident is closed.');
    const recipe = await findCurrentRecipe(tx, tenantId, input.recipe);
    if (!recipe) throw notFound('The recipe');
    const facts = await readFacts(tx, incident);
    const given = readGiven(recipe.document, input.parameters ?? {});
    const bound = bindParameters(recipe.document, facts);
    const row = await propose(tx, held, {
      incident,
      recipe,
      parameters: { ...bound.parameters, ...given },
      missing: bound.missing.filter(({ name }) => !Object.hasOwn(given, name)),
      score: 1,
      reason: 'proposed by hand',
      host: input.host === undefined ? facts.host : readHost(input.host),
      proposedBy: actor,
    });
    if (!row) throw conflict('already_proposed', 'The same waits for its decision already.');
    await audit(tx, context, {
      action: 'proposal.created',
      targetId: row.proposal_id,
      after: { recipe: `${recipe.slug}@${recipe.version}`, target: row.target },
    });
    return showDetail(tx, tenantId, row, held.now);
  });
}

function readHost(text: string): string {
  const host = hostName(text);
  if (host !== null) return host;
  const error = { pointer: '/host', expected: 'the name of a host', received: text.slice(0, 60) };
  throw invalid('The host is no name of a host.', [error]);
}

/** What was given, in the types of the parameters. */
function readGiven(
  document: RecipeDocument,
  given: Readonly<Record<string, BoundValue>>,
): Readonly<Record<string, BoundValue>> {
  const parameters = document.parameters ?? {};
  const errors: FieldError[] = [];
  const values = Object.entries(given).flatMap(([name, value]): [string, BoundValue][] => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const read = parameter ? readValue(parameter, value) : { reason: 'a parameter of the recipe' };
    if ('value' in read) return [[name, read.value]];
    const received = String(value).slice(0, 60);
    errors.push({ pointer: `/parameters/${name}`, expected: read.reason, received });
    return [];
  });
  if (errors.length > 0) throw invalid('Some values cannot be used.', errors);
  return Object.fromEntries(values);
}
