import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFault, type RecipeFault, readRecipe } from '../recipes/recipe-document.ts';
import type { RecipeFacts } from '../recipes/rules/facts.ts';
import { matchRecipes, type RecipeMatch } from '../recipes/rules/match-recipes.ts';
import { planSteps } from '../recipes/rules/plan-steps.ts';
import type { RecipeDocument } from '../recipes/rules/recipe-schema.ts';
import { runRecipeTests, type TestResult } from '../recipes/rules/run-tests.ts';
import { stepText } from '../recipes/rules/step-text.ts';
import { CommandFailure, EXIT, usageFailure } from './outcomes.ts';
import { readSample } from './recipe-sample.ts';

/** The options of `tocsin recipe test`. */
interface TestCommand {
  readonly alert?: string;
  readonly json?: boolean;
}

/** What came of one file. */
interface FileReport {
  readonly file: string;
  readonly recipe: RecipeDocument | null;
  readonly faults: readonly RecipeFault[];
  readonly tests: readonly TestResult[];
}

/**
 * Reads recipe documents and runs their own tests; with a sample alert also shows which of them it
 * would be offered. Throws a failure with code 2 when a document has faults, 1 when a test failed.
 */
export function testRecipes(paths: readonly string[], options: TestCommand): void {
  const facts = options.alert === undefined ? null : readSample(options.alert);
  const reports = distinct(paths.flatMap(filesAt).map(reportOf));
  const sound = reports.flatMap(({ recipe, faults }) =>
    recipe === null || faults.length > 0 ? [] : [recipe],
  );
  const offered = facts === null ? null : offersOf(sound, facts);
  if (options.json) console.log(JSON.stringify(asJson(reports, offered)));
  else console.log([...reports.flatMap(linesOf), ...offerLines(offered, facts)].join('\n'));
  const words = refuse(reports);
  if (!options.json && reports.length > 1) console.log(`\n${words}`);
}

const DOCUMENT = /\.(ya?ml|json)$/;

function filesAt(path: string): readonly string[] {
  if (!statOf(path).isDirectory()) return [path];
  const files = readdirSync(path).filter((name) => DOCUMENT.test(name));
  if (files.length === 0) throw usageFailure(`There is no recipe (.yaml, .json) in ${path}.`);
  return files.sort().map((name) => join(path, name));
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): CommandFailure {
  const { code } = error as NodeJS.ErrnoException;
  return usageFailure(`${path} cannot be read (${code ?? String(error)}).`);
}

function reportOf(file: string): FileReport {
  const reading = readRecipe(textOf(file));
  if ('faults' in reading) return { file, recipe: null, faults: reading.faults, tests: [] };
  const { recipe } = reading;
  return { file, recipe, faults: [], tests: runRecipeTests(recipe) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Two documents of one slug are two versions of a recipe: in a folder that is a mistake. */
function distinct(reports: readonly FileReport[]): readonly FileReport[] {
  const first = new Map<string, string>();
  return reports.map((report) => {
    const slug = report.recipe?.slug;
    const before = slug === undefined ? undefined : first.get(slug);
    if (slug === undefined || before === report.file) return report;
    if (before === undefined) {
      first.set(slug, report.file);
      return report;
    }
    const message = `"${slug}" is the slug of ${before}, too`;
    return { ...report, faults: [{ line: 1, column: 1, path: 'slug', message }] };
  });
}

/** A recipe that fits the sample, with what would run. */
interface Offer extends RecipeMatch {
  readonly steps: readonly {
    readonly phase: string;
    readonly name: string;
    readonly runs: string;
  }[];
}

function offersOf(recipes: readonly RecipeDocument[], facts: RecipeFacts): readonly Offer[] {
  return matchRecipes(recipes, facts).map((match) => {
    const recipe = recipes.find(({ slug }) => slug === match.slug);
    // A value that is missing is shown as its parameter.
    const gaps = match.missing.map(({ name }) => [name, `\${${name}}`] as const);
    const values = { ...Object.fromEntries(gaps), ...match.parameters };
    const planned = recipe === undefined ? [] : planSteps(recipe, values);
    const steps = planned.map((step) => {
      return { phase: step.list, name: step.name, runs: stepText(step) };
    });
    return { ...match, steps };
  });
}

function linesOf({ file, recipe, faults, tests }: FileReport): readonly string[] {
  if (faults.length > 0) {
    const many = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    return [`${file}: ${many}`, ...faults.map((one) => `  ${describeFault(one)}`)];
  }
  const name = `${file}: ${recipe?.slug}`;
  const failed = tests.filter(({ failures }) => failures.length > 0);
  if (tests.length === 0) return [`${name}: sound, but it has no tests`];
  if (failed.length === 0) return [`${name}: ${count(tests.length, 'test')} passed`];
  return [
    `${name}: ${failed.length} of ${count(tests.length, 'test')} failed`,
    ...failed.flatMap((test) => test.failures.map((failure) => `  ${test.name}: ${failure}`)),
  ];
}

function offerLines(offers: readonly Offer[] | null, facts: RecipeFacts | null): readonly string[] {
  if (offers === null || facts === null) return [];
  if (offers.length === 0) return ['', 'None of them would be offered for the sample.'];
  const where = facts.host === null ? 'the sample names no host' : `on ${facts.host}`;
  return offers.flatMap(({ slug, score, reason, missing, steps }) => [
    '',
    `${slug}, score ${score}: ${reason}`,
    ...missing.map(({ name, reason: why }) => `  ${name} is missing: ${why}`),
    `  would run (${where}):`,
    ...steps.map(({ phase, name, runs }) => `    ${phase}.${name}: ${runs}`),
  ]);
}

function asJson(reports: readonly FileReport[], offers: readonly Offer[] | null) {
  return {
    files: reports.map(({ file, recipe, faults, tests }) => ({
      file,
      slug: recipe?.slug ?? null,
      valid: faults.length === 0,
      faults,
      tests,
    })),
    ...(offers !== null && { offers }),
    summary: summaryOf(reports),
  };
}

function summaryOf(reports: readonly FileReport[]) {
  const tests = reports.flatMap((report) => report.tests);
  return {
    recipes: reports.length,
    invalid: reports.filter(({ faults }) => faults.length > 0).length,
    tests: tests.length,
    failed: tests.filter(({ failures }) => failures.length > 0).length,
  };
}

/** What came of all of them; throws it where something is wrong. */
function refuse(reports: readonly FileReport[]): string {
  const { recipes, invalid, tests, failed } = summaryOf(reports);
  const all = `${count(recipes, 'recipe')}, ${count(tests, 'test')}`;
  if (invalid > 0) throw usageFailure(`${all}: ${invalid} not sound.`);
  if (failed > 0) throw new CommandFailure(EXIT.refused, `${all}: ${failed} failed.`);
  return `${all}: all passed.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
