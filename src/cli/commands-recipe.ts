import type { Command } from 'commander';

const TEST_HELP = `
Each document is read as strictly as a hub reads it, and its own "tests" are run; no hub is asked and
nothing is executed. --alert also shows which of them a sample would be offered, best first, with what
would run. A sample is JSON: the facts of a test ({"incident": …, "alert": …, "host": …}), or an alert
(title, description, labels, annotations, evidence, incident_type, severity, service, host).

Exit codes: 0 all are sound and pass; 1 a test failed; 2 a document has faults, or wrong usage.

Examples:
  $ tocsin recipe test recipes/
  $ tocsin recipe test clear-tmp.yaml --alert sample.json`;

/** Recipes as files: test. */
export function addRecipe(program: Command): void {
  const recipe = program
    .command('recipe')
    .description('work on recipes as files, without a hub')
    .addHelpText('after', '\nExample:\n  $ tocsin recipe test recipes/');
  recipe
    .command('test <path...>')
    .description('check recipe documents and run their own tests; folders are read as they are')
    .option('--alert <path>', 'JSON file of a sample alert to offer them to')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', TEST_HELP)
    .action(async (paths, options) =>
      (await import('./recipe-test.ts')).testRecipes(paths, options),
    );
}
