import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { admit } from '../../src/cli/runner/admission.ts';
import { readAllowList } from '../../src/cli/runner/allow-list.ts';
import { readRecipe } from '../../src/recipes/recipe-document.ts';
import { runRecipeTests } from '../../src/recipes/rules/run-tests.ts';
import { COOL_DOWN_MINUTES, MAX_RUNS_PER_DAY } from '../../src/remediation/rules/start-guards.ts';
import { RECIPE_DEFAULTS } from '../../web/recipes/recipe-defaults.ts';
import { FIRST_RECIPE } from '../../web/recipes/recipe-text.ts';
import { FIRST_ALLOW_LIST } from '../../web/settings/first-allow-list.ts';

test('the dashboard tells the limits that the hub goes by', () => {
  expect(RECIPE_DEFAULTS.cool_down_minutes).toBe(COOL_DOWN_MINUTES);
  expect(RECIPE_DEFAULTS.max_runs_per_day).toBe(MAX_RUNS_PER_DAY);
});

test('the example that a new recipe begins with is sound, and its own tests pass', () => {
  const reading = readRecipe(FIRST_RECIPE);
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults));
  const results = runRecipeTests(reading.recipe);
  expect(results).toEqual([{ name: 'the alert names the queue', failures: [] }]);
});

test('the allow-list that is shown with a new runner can be read, and lets look only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-allow-list-'));
  const path = join(folder, 'runner.yaml');
  try {
    await writeFile(path, FIRST_ALLOW_LIST, { mode: 0o644 });
    const { programs } = await readAllowList(path, process.getuid?.() ?? 0);
    const isAllowed = (program: string, ...args: string[]) =>
      admit(programs, { program, args, sudo: false }).allowed;
    expect(isAllowed('df', '--output=pcent', '/var')).toBe(true);
    expect(isAllowed('systemctl', 'is-active', 'nginx.service')).toBe(true);
    expect(isAllowed('systemctl', 'stop', 'nginx.service')).toBe(false);
    expect(isAllowed('df', '-hP', '/var; reboot')).toBe(false);
  } finally {
    await rm(folder, { recursive: true });
  }
});
