import { newId } from '../kernel/ids.ts';
import {
  type HttpStep,
  type RecipeDocument,
  STEP_LISTS,
  type Step,
} from '../recipes/rules/recipe-schema.ts';
import { orderSteps } from '../recipes/rules/step-order.ts';
import type { BoundValues } from '../recipes/rules/template.ts';
import { fillTemplate } from '../recipes/rules/template.ts';
import type { RunPhase, StoredMissing } from '../store/remediation-tables.ts';
import type { NewStep } from './run-queries.ts';

/** Seconds of a step when its recipe says nothing. */
const TIMEOUT_S = 60;

/**
 * The steps of a run, with the values in their places: each argument of a command stays one argument,
 * whatever is in its value, and what goes into a URL is encoded.
 */
export function bindSteps(
  document: RecipeDocument,
  values: BoundValues,
  host: string | null,
): readonly NewStep[] {
  return stepsInOrder(document).map(({ phase, step }, position) => ({
    step_id: newId('stp'),
    position,
    phase,
    name: step.name,
    title: step.title ?? null,
    kind: step.kind,
    host: step.kind === 'command' ? host : null,
    bound: JSON.stringify(boundOf(step, values)),
    expect: JSON.stringify('expect' in step ? (step.expect ?? {}) : {}),
    timeout_s: timeoutOf(step),
    max_attempts: 'retry' in step ? (step.retry?.attempts ?? 1) : 1,
    retry_interval_s: 'retry' in step ? (step.retry?.interval_s ?? 0) : 0,
    state: 'waiting',
  }));
}

function stepsInOrder(
  document: RecipeDocument,
): readonly { readonly phase: RunPhase; readonly step: Step }[] {
  return STEP_LISTS.flatMap((phase) => {
    const steps = document[phase] ?? [];
    const order = orderSteps(steps);
    // Documents with a cycle are never stored.
    const ordered = 'ordered' in order ? order.ordered : steps;
    return ordered.map((step) => ({ phase, step }));
  });
}

function timeoutOf(step: Step): number {
  return 'timeout_s' in step ? (step.timeout_s ?? TIMEOUT_S) : TIMEOUT_S;
}

function boundOf(step: Step, values: BoundValues): Readonly<Record<string, unknown>> {
  switch (step.kind) {
    case 'command':
      return {
        program: step.program,
        args: (step.args ?? []).map((argument) => fillTemplate(argument, values)),
        sudo: step.sudo ?? false,
      };
    case 'http':
      return boundRequest(step, values);
    case 'manual':
      return { instructions: fillTemplate(step.instructions, values) };
    case 'wait':
      return { seconds: step.seconds };
  }
}

function boundRequest(step: HttpStep, values: BoundValues): Readonly<Record<string, unknown>> {
  const headers = Object.entries(step.headers ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? fillTemplate(value, values) : value,
  ]);
  return {
    method: step.method,
    url: fillTemplate(step.url, values, encodeURIComponent),
    headers: Object.fromEntries(headers),
    body: step.body === undefined ? null : filled(step.body, values),
  };
}

/** The same structure with its texts filled. */
function filled(value: unknown, values: BoundValues): unknown {
  if (typeof value === 'string') return fillTemplate(value, values);
  if (Array.isArray(value)) return value.map((member) => filled(member, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, filled(member, values)]),
  );
}

/** Why the hub could not carry the recipe out here, beside values that are missing. */
export function obstaclesOf(document: RecipeDocument, host: string | null): StoredMissing[] {
  const steps = stepsInOrder(document).map(({ step }) => step);
  const needsHost = host === null && steps.some(({ kind }) => kind === 'command');
  const secrets = steps.flatMap((step) => (step.kind === 'http' ? secretsOf(step) : []));
  const methods = steps.flatMap((step) =>
    step.kind === 'http' && !CALLABLE.has(step.method) ? [step.method] : [],
  );
  return [
    ...(needsHost ? [{ name: 'host', reason: 'no alert of the incident names a host' }] : []),
    ...[...new Set(secrets)].map((name) => ({
      name: `secret ${name}`,
      reason: 'this hub holds no secrets for recipes',
    })),
    ...[...new Set(methods)].map((method) => ({
      name: `method ${method}`,
      reason: 'the hub calls by GET, POST and PUT alone',
    })),
  ];
}

const CALLABLE: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT']);

function secretsOf(step: HttpStep): readonly string[] {
  return Object.values(step.headers ?? {}).flatMap((value) =>
    typeof value === 'string' ? [] : [value.secret],
  );
}
