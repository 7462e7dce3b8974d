import { isObject } from '../../kernel/json.ts';
import {
  type CommandExpectation,
  type CommandStep,
  type HttpExpectation,
  type HttpStep,
  type RecipeDocument,
  STEP_LISTS,
  type Step,
  type StepList,
} from './recipe-schema.ts';
import { orderSteps } from './step-order.ts';
import { type BoundValues, fillTemplate, parseTemplate } from './template.ts';

interface PlannedBase {
  readonly list: StepList;
  readonly name: string;
  readonly title: string | null;
  /** Steps of the same list that have to have succeeded. */
  readonly needs: readonly string[];
  /** Seconds after which it is ended. */
  readonly timeout_s: number;
  readonly attempts: number;
  /** Seconds between attempts. */
  readonly interval_s: number;
}

/** A header's value, or the name of the secret that it is. */
export type PlannedHeader = string | { readonly secret: string };

/** A step with its parameters in place: exactly what will run. */
export type PlannedStep =
  | (PlannedBase & {
      readonly kind: 'command';
      /** Program and arguments, each one element; no shell reads them. */
      readonly argv: readonly string[];
      readonly expect: CommandExpectation & { readonly exit_codes: readonly number[] };
    })
  | (PlannedBase & {
      readonly kind: 'http';
      readonly method: HttpStep['method'];
      readonly url: string;
      readonly headers: Readonly<Record<string, PlannedHeader>>;
      /** JSON; absent: none is sent. */
      readonly body?: unknown;
      readonly expect: HttpExpectation & { readonly status: readonly number[] };
    })
  | (PlannedBase & { readonly kind: 'manual'; readonly instructions: string })
  | (PlannedBase & { readonly kind: 'wait'; readonly seconds: number });

/** What holds for a whole run. */
export interface RunBounds {
  readonly timeout_s: number;
  readonly cool_down_minutes: number;
  readonly max_runs_per_day: number;
  readonly max_targets: number;
  readonly resolves: boolean;
}

/** Where a document says nothing. */
const DEFAULTS = {
  step_timeout_s: 60,
  timeout_s: 900,
  cool_down_minutes: 30,
  max_runs_per_day: 10,
  max_targets: 1,
} as const;

/** The bounds of a document's runs, with the defaults where it says nothing. */
export function runBoundsOf({
  timeout_s,
  cool_down_minutes,
  limits,
  resolves,
}: RecipeDocument): RunBounds {
  return {
    timeout_s: timeout_s ?? DEFAULTS.timeout_s,
    cool_down_minutes: cool_down_minutes ?? DEFAULTS.cool_down_minutes,
    max_runs_per_day: limits?.max_runs_per_day ?? DEFAULTS.max_runs_per_day,
    max_targets: limits?.max_targets ?? DEFAULTS.max_targets,
    resolves: resolves ?? false,
  };
}

/**
 * All steps of a run in their order, list after list, with the values in place. A value becomes text
 * inside one argument, one encoded part of a URL or one JSON string: never an argument of its own,
 * never a part of a program's name. The document and the values have been checked.
 */
export function planSteps(document: RecipeDocument, values: BoundValues): readonly PlannedStep[] {
  return STEP_LISTS.flatMap((list) => {
    const steps = document[list] ?? [];
    const order = orderSteps(steps);
    const ordered = 'ordered' in order ? order.ordered : steps;
    return ordered.map((step) => planStep(list, step, values));
  });
}

function planStep(list: StepList, step: Step, values: BoundValues): PlannedStep {
  const base = baseOf(list, step);
  switch (step.kind) {
    case 'command':
      return {
        ...base,
        kind: 'command',
        argv: argvOf(step, values),
        expect: { ...step.expect, exit_codes: step.expect?.exit_codes ?? [0] },
      };
    case 'http':
      return { ...base, kind: 'http', ...requestOf(step, values) };
    case 'manual':
      return { ...base, kind: 'manual', instructions: fillTemplate(step.instructions, values) };
    case 'wait':
      return { ...base, kind: 'wait', seconds: step.seconds };
  }
}

function baseOf(list: StepList, step: Step): PlannedBase {
  const acts = step.kind === 'command' || step.kind === 'http';
  return {
    list,
    name: step.name,
    title: step.title ?? null,
    needs: step.needs ?? [],
    timeout_s: (acts ? step.timeout_s : undefined) ?? DEFAULTS.step_timeout_s,
    attempts: (acts ? step.retry?.attempts : undefined) ?? 1,
    interval_s: (acts ? step.retry?.interval_s : undefined) ?? 0,
  };
}

function argvOf({ program, args = [], sudo }: CommandStep, values: BoundValues): readonly string[] {
  const own = [program, ...args.map((text) => fillTemplate(text, values))];
  return sudo ? ['sudo', '-n', '--', ...own] : own;
}

function requestOf({ method, url, headers, body, expect }: HttpStep, values: BoundValues) {
  return {
    method,
    url: fillTemplate(url, values, encodeURIComponent),
    headers: filledHeaders(headers ?? {}, values),
    ...(body !== undefined && { body: filledBody(body, values) }),
    expect: { ...expect, status: expect?.status ?? [200, 201, 202, 204] },
  };
}

function filledHeaders(
  headers: NonNullable<HttpStep['headers']>,
  values: BoundValues,
): Readonly<Record<string, PlannedHeader>> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const planned = typeof value === 'string' ? fillTemplate(value, values) : value;
    return [name, planned] as const;
  });
  return Object.fromEntries(entries);
}

/** A text that is one parameter and nothing else keeps the value's type. */
function filledBody(body: unknown, values: BoundValues): unknown {
  if (typeof body === 'string') return wholeValue(body, values) ?? fillTemplate(body, values);
  if (Array.isArray(body)) return body.map((one) => filledBody(one, values));
  if (!isObject(body)) return body;
  const entries = Object.entries(body).map(([key, one]) => [key, filledBody(one, values)] as const);
  return Object.fromEntries(entries);
}

function wholeValue(text: string, values: BoundValues) {
  const parsed = parseTemplate(text);
  if ('error' in parsed || parsed.parts.length !== 1) return undefined;
  const [part] = parsed.parts;
  return part !== undefined && 'parameter' in part ? values[part.parameter] : undefined;
}
