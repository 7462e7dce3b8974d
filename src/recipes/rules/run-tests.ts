import { bindParameters } from './bind-parameters.ts';
import { factsOfTest } from './facts.ts';
import { matchRecipes } from './match-recipes.ts';
import { planSteps } from './plan-steps.ts';
import type { RecipeDocument, RecipeTest } from './recipe-schema.ts';

/** How one of a document's own tests went. */
export interface TestResult {
  readonly name: string;
  /** What is not as it says; empty: it passed. */
  readonly failures: readonly string[];
}

/** Runs the tests that a document brings: does it match, what is bound, which commands come of it. */
export function runRecipeTests(document: RecipeDocument): readonly TestResult[] {
  return (document.tests ?? []).map((test) => ({
    name: test.name,
    failures: failuresOf(document, test),
  }));
}

function failuresOf(document: RecipeDocument, test: RecipeTest): readonly string[] {
  const facts = factsOfTest(test.facts);
  const matches = matchRecipes([document], facts).length > 0;
  const { parameters, missing } = bindParameters(document, facts);
  const argv = new Map(
    planSteps(document, parameters).flatMap((step) =>
      step.kind === 'command' ? [[step.name, step.argv] as const] : [],
    ),
  );
  const names = missing.map(({ name }) => name);
  return [
    ...differences('matches', test.matches, matches),
    ...Object.entries(test.parameters ?? {}).flatMap(([name, value]) =>
      differences(`parameters.${name}`, value, parameters[name]),
    ),
    ...(test.missing === undefined
      ? []
      : differences('missing', [...test.missing].sort(), names.sort())),
    ...Object.entries(test.argv ?? {}).flatMap(([step, expected]) =>
      differences(`argv.${step}`, expected, argv.get(step)),
    ),
  ];
}

function differences(what: string, expected: unknown, received: unknown): readonly string[] {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(received) ?? 'nothing'];
  return wanted === got ? [] : [`${what} is ${got}; expected: ${wanted}`];
}
