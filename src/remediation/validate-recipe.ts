import type { IncidentFilter } from '../incidents/list-filter.ts';
import { listIncidentRows } from '../incidents/list-queries.ts';
import { findIncidents } from '../incidents/queries.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { readRecipe } from '../recipes/recipe-document.ts';
import { matchRecipes, type RecipeMatch } from '../recipes/rules/match-recipes.ts';
import { planSteps } from '../recipes/rules/plan-steps.ts';
import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import { runRecipeTests } from '../recipes/rules/run-tests.ts';
import { listSecretNames } from '../recipes/secret-queries.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { obstaclesOf } from './bind-steps.ts';
import { readFacts } from './read-facts.ts';
import {
  invalidDocument,
  type RecipeValidation,
  type ValidateRecipeBody,
} from './recipe-schemas.ts';

/** Incidents that a document is tried on. */
const LOOKED_AT = 20;

/** What is wrong with a document, how its own tests go, and which of the newest incidents it fits. */
export async function validateRecipe(
  context: Context,
  { text }: ValidateRecipeBody,
): Promise<RecipeValidation> {
  requireScope(context, 'responder');
  const reading = readRecipe(text);
  if ('faults' in reading) return invalidDocument(reading.faults);
  const { recipe } = reading;
  const incidents = await newestIncidents(context);
  const matches: RecipeValidation['matches'] = [];
  const secrets = await listSecretNames(context.store.db, context.caller.tenantId);
  for (const incident of incidents) {
    matches.push(...(await matchesOf(context, { recipe, secrets }, incident)));
  }
  const tests = runRecipeTests(recipe).map(({ name, failures }) => ({
    name,
    failures: [...failures],
  }));
  return { valid: true, faults: [], tests, recipe, looked_at: incidents.length, matches };
}

async function newestIncidents({ store, clock, caller }: Context): Promise<IncidentState[]> {
  const any: IncidentFilter = {
    progresses: null,
    severities: null,
    serviceId: null,
    text: null,
    labels: {},
    createdFrom: null,
    createdTo: null,
    flagged: null,
    snoozed: null,
    now: clock(),
  };
  const page = { sort: 'newest', after: null, limit: LOOKED_AT } as const;
  const rows = await listIncidentRows(store.db, caller.tenantId, any, page);
  const ids = rows.map(({ incidentId }) => incidentId);
  if (ids.length === 0) return [];
  return (await findIncidents(store.db, caller.tenantId, ids)).reverse();
}

async function matchesOf(
  { store }: Context,
  { recipe, secrets }: { readonly recipe: RecipeDocument; readonly secrets: ReadonlySet<string> },
  incident: IncidentState,
): Promise<RecipeValidation['matches']> {
  const facts = await readFacts(store.db, incident);
  return matchRecipes([recipe], facts).map(({ score, reason, parameters, missing }) => ({
    incident_id: incident.incidentId,
    title: incident.title,
    score,
    reason,
    parameters: { ...parameters },
    missing: [...missing, ...obstaclesOf(recipe, { host: facts.host, secrets })].map((one) => ({
      ...one,
    })),
    commands: commandsOf(recipe, parameters, missing),
  }));
}

/** What hosts would run; where a value is missing, its parameter stands. */
function commandsOf(
  recipe: RecipeDocument,
  parameters: RecipeMatch['parameters'],
  missing: RecipeMatch['missing'],
): RecipeValidation['matches'][number]['commands'] {
  const gaps = missing.map(({ name }) => [name, `\${${name}}`] as const);
  const values = { ...Object.fromEntries(gaps), ...parameters };
  return planSteps(recipe, values).flatMap((step) =>
    step.kind === 'command' ? [{ phase: step.list, name: step.name, argv: [...step.argv] }] : [],
  );
}
