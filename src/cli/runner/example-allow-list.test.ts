import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { builtInRecipes } from '../../recipes/built-in.ts';
import { bindParameters } from '../../recipes/rules/bind-parameters.ts';
import { factsOfTest } from '../../recipes/rules/facts.ts';
import { planSteps } from '../../recipes/rules/plan-steps.ts';
import type { RecipeDocument } from '../../recipes/rules/recipe-schema.ts';
import { admit, type Invocation } from './admission.ts';
import { readPrograms } from './allow-list.ts';

const EXAMPLE = new URL('../../../deploy/runner.yaml.example', import.meta.url);
const path = EXAMPLE.pathname;

/** Of the starter set: what looks at the host itself, and what the example allows by sudo. */
const ADMITTED = [
  'backup-check',
  'clock-sync',
  'disk-health',
  'disk-usage',
  'journal-vacuum',
  'login-review',
  'network-path',
  'package-cache-clean',
  'restart-unit',
  'top-cpu',
  'top-memory',
  'unit-status',
];

/** The commands of a recipe, as its own tests make them. */
function commandsOf(document: RecipeDocument): readonly Invocation[] {
  return (document.tests ?? []).flatMap(({ facts, matches }) => {
    const { parameters, missing } = bindParameters(document, factsOfTest(facts));
    if (!matches || missing.length > 0) return [];
    return planSteps(document, parameters).flatMap((step) => {
      if (step.kind !== 'command') return [];
      const { program, args, sudo } = step;
      return [{ program, args, sudo }];
    });
  });
}

test.each(ADMITTED)('the example of an allow-list admits %s', async (slug) => {
  const { programs } = readPrograms(path, await readFile(EXAMPLE, 'utf8'));
  const recipe = builtInRecipes().find(({ document }) => document.slug === slug);
  const commands = recipe ? commandsOf(recipe.document) : [];
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    expect({ command, ...admit(programs, command) }).toMatchObject({ allowed: true });
  }
});

test.each([
  ['find', ['/', '-xdev', '-type', 'f', '-size', '+500M', '-delete', 'x']],
  ['journalctl', ['--vacuum-size=1M']],
  ['journalctl', ['--file=/etc/shadow']],
  ['systemctl', ['restart', 'nginx.service']],
  ['systemctl', ['cat', '--root=/tmp']],
  ['systemctl', ['list-units', '--host=elsewhere']],
  ['cat', ['/proc/1/environ']],
  ['ping', ['-c', '4', '-W', '2', '-f']],
  ['ip', ['route', 'flush']],
  ['ps', ['-eo', 'pid', '--sort=-pcpu', 'e']],
  ['sh', ['-c', 'id']],
])('and not %s %j', async (program, args) => {
  const { programs } = readPrograms(path, await readFile(EXAMPLE, 'utf8'));
  expect(admit(programs, { program, args, sudo: false })).toMatchObject({ allowed: false });
});
