import { type Binding, bindParameters, type MissingParameter } from './bind-parameters.ts';
import { type ConditionVariables, compileRecipeCondition, variablesOf } from './condition.ts';
import type { RecipeFacts } from './facts.ts';
import { type RecipeDocument, RISKS, type Signal } from './recipe-schema.ts';

/** A recipe that fits an incident. */
export interface RecipeMatch {
  readonly slug: string;
  readonly version: number;
  /** 0 to 1: how well it fits. */
  readonly score: number;
  /** Why, in a sentence. */
  readonly reason: string;
  readonly parameters: Binding['parameters'];
  /** Where each parameter is from: a path into the facts, or `default`. */
  readonly sources: Binding['sources'];
  /** Parameters without a usable value; a person has to give them before it can run. */
  readonly missing: readonly MissingParameter[];
}

/** Its condition holds; signals and parameters make up the rest. */
const FITS = 0.5;
const SIGNALS = 0.35;
const BOUND = 0.15;

/**
 * The recipes whose condition holds, best first. Half of the score is for that, the rest for the
 * signals that hold (by weight) and the parameters that the facts give. Among equals the one that
 * may break less comes first.
 */
export function matchRecipes(
  recipes: readonly RecipeDocument[],
  facts: RecipeFacts,
): readonly RecipeMatch[] {
  const variables = variablesOf(facts);
  return recipes
    .filter(({ when }) => holds(when, variables))
    .map((recipe) => ({ recipe, match: matchOf(recipe, facts, variables) }))
    .sort(
      (one, other) =>
        other.match.score - one.match.score ||
        RISKS.indexOf(one.recipe.risk) - RISKS.indexOf(other.recipe.risk) ||
        (one.recipe.slug < other.recipe.slug ? -1 : 1),
    )
    .map(({ match }) => match);
}

function holds(text: string, variables: ConditionVariables): boolean {
  const condition = compileRecipeCondition(text);
  return condition.ok && condition.holds(variables);
}

function matchOf(
  recipe: RecipeDocument,
  facts: RecipeFacts,
  variables: ConditionVariables,
): RecipeMatch {
  const signals = recipe.signals ?? [];
  const held = signals.filter(({ when }) => holds(when, variables));
  const binding = bindParameters(recipe, facts);
  const share = signals.length === 0 ? 0.5 : weightOf(held) / weightOf(signals);
  const score = FITS + SIGNALS * share + BOUND * boundShare(recipe, binding);
  return {
    slug: recipe.slug,
    version: recipe.version ?? 1,
    score: Math.round(score * 1_000) / 1_000,
    reason: reasonOf(held, binding),
    ...binding,
  };
}

function weightOf(signals: readonly Signal[]): number {
  return signals.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
}

function boundShare({ parameters }: RecipeDocument, { missing }: Binding): number {
  const count = Object.keys(parameters ?? {}).length;
  return count === 0 ? 1 : (count - missing.length) / count;
}

function reasonOf(held: readonly Signal[], { sources, missing }: Binding): string {
  const because =
    held.length === 0 ? 'its condition holds' : held.map((one) => one.because).join('; ');
  const bound = Object.entries(sources)
    .filter(([, source]) => source !== 'default')
    .map(([name, source]) => `${name} from ${source}`);
  const found = bound.length === 0 ? '' : `; ${bound.join(', ')}`;
  const lacking =
    missing.length === 0 ? '' : `; missing: ${missing.map(({ name }) => name).join(', ')}`;
  return `${because}${found}${lacking}`;
}
