import { newId } from '../kernel/ids.ts';
import { type PlannedStep, planSteps } from '../recipes/rules/plan-steps.ts';
import { type HttpStep, type RecipeDocument, stepsOf } from '../recipes/rules/recipe-schema.ts';
import type { BoundValues } from '../recipes/rules/template.ts';
import type { StoredMissing } from '../store/remediation-tables.ts';
import type { NewStep } from './run-queries.ts';

/** The steps of a run, as they are stored: what `tocsin recipe test` shows, with ids and a host. */
export function bindSteps(
  document: RecipeDocument,
  values: BoundValues,
  host: string | null,
): readonly NewStep[] {
  return planSteps(document, values).map((step, position) => ({
    step_id: newId('stp'),
    position,
    phase: step.list,
    name: step.name,
    title: step.title,
    kind: step.kind,
    host: step.kind === 'command' ? host : null,
    bound: JSON.stringify(boundOf(step)),
    expect: JSON.stringify('expect' in step ? step.expect : {}),
    timeout_s: step.timeout_s,
    max_attempts: step.attempts,
    retry_interval_s: step.interval_s,
    state: 'waiting',
  }));
}

function boundOf(step: PlannedStep): Readonly<Record<string, unknown>> {
  switch (step.kind) {
    case 'command':
      return { program: step.program, args: step.args, sudo: step.sudo };
    case 'http':
      return {
        method: step.method,
        url: step.url,
        headers: step.headers,
        body: step.body ?? null,
      };
    case 'manual':
      return { instructions: step.instructions };
    case 'wait':
      return { seconds: step.seconds };
  }
}

/** Whether anything of it runs on a host. */
export function hasCommands(document: RecipeDocument): boolean {
  return stepsOf(document).some(({ step }) => step.kind === 'command');
}

/** What there is to carry a recipe out with. */
export interface Means {
  readonly host: string | null;
  /** Names of the tenant's secrets for recipes. */
  readonly secrets: ReadonlySet<string>;
}

/** Why the hub could not carry the recipe out here, beside values that are missing. */
export function obstaclesOf(document: RecipeDocument, { host, secrets }: Means): StoredMissing[] {
  const named = stepsOf(document).flatMap(({ step }) =>
    step.kind === 'http' ? secretsOf(step) : [],
  );
  const lacking = [...new Set(named)].filter((name) => !secrets.has(name));
  return [
    ...(host === null && hasCommands(document)
      ? [{ name: 'host', reason: 'no alert of the incident names a host' }]
      : []),
    ...lacking.map((name) => ({
      name: `secret ${name}`,
      reason: 'there is no secret of this name for recipes',
    })),
  ];
}

function secretsOf(step: HttpStep): readonly string[] {
  return Object.values(step.headers ?? {}).flatMap((value) =>
    typeof value === 'string' ? [] : [value.secret],
  );
}
