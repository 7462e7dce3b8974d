// How well incidents are triaged: `npm run bench:triage`. Needs no database and no network.
// Option: --errors lists what goes wrong in the tuned part; the held-out part only measures.

import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseRecipe } from '../src/recipes/recipe-document.ts';
import { CATEGORIES } from '../src/triage/rules/triage-result.ts';
import { isHeldOut, readLabelled } from './triage/labelled.ts';
import { type Scored, score } from './triage/score.ts';

const RESULTS = new URL('./results/', import.meta.url);
const RECIPES = new URL('../recipes/', import.meta.url);
const GOALS = { category: 0.85, recipe: 0.9 };

const { values } = parseArgs({ options: { errors: { type: 'boolean', default: false } } });

const recipes = readdirSync(RECIPES)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parseRecipe(readFileSync(new URL(name, RECIPES), 'utf8')));
const labelled = readLabelled();
// Once beforehand: the first calls measure how fast code is loaded.
for (const alert of labelled) score(alert, recipes);
const scored = labelled.map((alert) => score(alert, recipes));
const tuned = scored.filter(({ alert }) => !isHeldOut(alert));
const heldOut = scored.filter(({ alert }) => isHeldOut(alert));

if (values.errors) for (const one of tuned) tellError(one);
console.log(`${recipes.length} recipes`);
const parts = { tuned: figuresOf('tuned on', tuned), held_out: figuresOf('held out', heldOut) };
tellConfusion(heldOut);
console.log(`goals: category ${percent(GOALS.category)}, recipe ${percent(GOALS.recipe)}`);
await mkdir(RESULTS, { recursive: true });
const line = { at: new Date().toISOString(), recipes: recipes.length, ...parts };
await appendFile(new URL('triage.jsonl', RESULTS), `${JSON.stringify(line)}\n`);

function figuresOf(name: string, part: readonly Scored[]) {
  const needing = part.filter(({ isOffered }) => isOffered !== null);
  const answered = part.filter(({ result }) => result.category !== 'unknown');
  const times = part.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number) => rounded(times[Math.floor((times.length - 1) * share)] ?? 0);
  const figures = {
    alerts: part.length,
    category: shareOf(part, ({ alert, result }) => result.category === alert.category),
    type: shareOf(part, ({ alert, result }) => result.incident_type === alert.incident_type),
    cited: shareOf(answered, ({ result }) => result.outcome === 'triaged'),
    recipe: shareOf(needing, ({ isOffered }) => isOffered === true),
    needing: needing.length,
    offered: rounded(part.reduce((sum, { offered }) => sum + offered.length, 0) / part.length),
    p50: at(0.5),
    p99: at(0.99),
  };
  console.log(
    `${name}: ${figures.alerts} alerts, category ${percent(figures.category)}, type ` +
      `${percent(figures.type)}, with a quote ${percent(figures.cited)}, right recipe in the ` +
      `first three ${percent(figures.recipe)} of ${figures.needing} (${figures.offered} offered an ` +
      `incident); ` +
      `p50 ${figures.p50} ms, p99 ${figures.p99} ms an incident`,
  );
  return figures;
}

function shareOf(part: readonly Scored[], isRight: (one: Scored) => boolean): number {
  return part.length === 0 ? 0 : rounded(part.filter(isRight).length / part.length);
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function tellConfusion(part: readonly Scored[]): void {
  const head = CATEGORIES.map((name) => name.slice(0, 9).padStart(10)).join('');
  console.log(`\nheld out, rows: what it is, columns: what was said\n${' '.repeat(16)}${head}`);
  for (const row of CATEGORIES) {
    const of = part.filter(({ alert }) => alert.category === row);
    const cells = CATEGORIES.map((column) => {
      const count = of.filter(({ result }) => result.category === column).length;
      return (count === 0 ? '·' : String(count)).padStart(10);
    });
    console.log(`${row.padEnd(16)}${cells.join('')}`);
  }
}

function tellError({ alert, result, offered, isOffered }: Scored): void {
  const isRight =
    result.category === alert.category &&
    result.incident_type === alert.incident_type &&
    isOffered !== false;
  if (isRight) return;
  console.log(`${alert.id}: ${alert.title}`);
  console.log(`  is ${alert.category}/${alert.incident_type}/${alert.recipe ?? 'none'}`);
  console.log(`  said ${result.category}/${result.incident_type}/${offered.join(', ')}`);
  for (const { rule, weight, because } of result.explained.slice(0, 6)) {
    console.log(`    ${weight} ${rule}: ${because}`);
  }
}
