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
      readonly program: string;
      readonly args: readonly string[];
      readonly sudo: boolean;
      /** What is executed: each one element; no shell reads them. */
      readonly argv: readonly string[];
      readonly expect: CommandExpectation;
    })
  | (PlannedBase & {
      readonly kind: 'http';
      readonly method: HttpStep['method'];
      readonly url: string;
      readonly headers: Readonly<Record<string, PlannedHeader>>;
      /** JSON; absent: none is sent. */
      readonly body?: unknown;
      readonly expect: HttpExpectation;
    })
  | (PlannedBase & { readonly kind: 'manual'; readonly instructions: string })
  | (PlannedBase & { readonly kind: 'wait'; readonly seconds: number });

/** Seconds of a step that does not say. */
const STEP_TIMEOUT_S = 60;

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
      return { ...base, kind: 'command', ...commandOf(step, values) };
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
    timeout_s: (acts ? step.timeout_s : undefined) ?? STEP_TIMEOUT_S,
    attempts: (acts ? step.retry?.attempts : undefined) ?? 1,
    interval_s: (acts ? step.retry?.interval_s : undefined) ?? 0,
  };
}

function commandOf(
  { program, args: texts = [], sudo = false, expect }: CommandStep,
  values: BoundValues,
) {
  const args = texts.map((text) => fillTemplate(text, values));
  const own = [program, ...args];
  const argv = sudo ? ['sudo', '-n', '--', ...own] : own;
  return { program, args, sudo, argv, expect: expect ?? {} };
}

function requestOf({ method, url, headers, body, expect }: HttpStep, values: BoundValues) {
  return {
    method,
    url: fillTemplate(url, values, encodeURIComponent),
    headers: filledHeaders(headers ?? {}, values),
    ...(body !== undefined && { body: fillBody(body, values) }),
    expect: expect ?? {},
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

/** A body with its texts filled; one that is a parameter and nothing else keeps the value's type. */
function fillBody(body: unknown, values: BoundValues): unknown {
  if (typeof body === 'string') return wholeValue(body, values) ?? fillTemplate(body, values);
  if (Array.isArray(body)) return body.map((one) => fillBody(one, values));
  if (!isObject(body)) return body;
  const entries = Object.entries(body).map(([key, one]) => [key, fillBody(one, values)] as const);
  return Object.fromEntries(entries);
}

function wholeValue(text: string, values: BoundValues) {
  const parsed = parseTemplate(text);
  if ('error' in parsed || parsed.parts.length !== 1) return undefined;
  const [part] = parsed.parts;
  return part !== undefined && 'parameter' in part ? values[part.parameter] : undefined;
}
