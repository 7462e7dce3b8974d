import { invalid } from '../../../kernel/errors.ts';
import { sentenceOf } from '../../../kernel/expressions.ts';
import { truncate } from '../../../kernel/text.ts';
import type { Mapping } from '../../format.ts';
import type { FieldExpression } from './expression.ts';
import { type CompiledMapping, compileMapping } from './mapping.ts';
import { plain, type View, viewOf } from './view.ts';

/** What one expression gave for one alert. */
export interface FieldResult {
  /** In JSON's kinds; null: empty. */
  readonly value: unknown;
  /** Why it is empty; null: it is not, or there is no expression. */
  readonly reason: string | null;
}

/** One alert of a payload, before its values are read as an alert's. */
export interface MappedItem {
  readonly fields: ReadonlyMap<string, FieldResult>;
  /** What the sender sent for this alert. */
  readonly raw: unknown;
}

/** Alerts of one body at most. */
const MOST_ITEMS = 1_000;
/** One step is about one value looked at by one node: a second of work at most. */
const MOST_STEPS = 20_000_000;

/**
 * Runs a mapping over a payload. Throws 422 when there are more than 1,000 alerts in it, or when it
 * would take too long; what merely fails leaves its field empty and says why.
 */
export function evaluate(mapping: Mapping, payload: unknown) {
  const compiled = compileMapping(mapping);
  const view = viewOf(payload);
  const size = view.sizeOf(view.body);
  if (compiled.alerts) requireSteps(stepsOf(compiled.alerts, size, size));
  const [items, reason] = itemsOf(compiled, view);
  if (items.length > MOST_ITEMS) {
    throw invalid(`There are more than ${MOST_ITEMS} alerts in the body.`, [
      { pointer: '', expected: `at most ${MOST_ITEMS} alerts`, received: String(items.length) },
    ]);
  }
  requireSteps(stepsOfAll(compiled, items, size, view));
  const mapped = items.map(
    (item): MappedItem => ({
      raw: compiled.alerts ? view.originalOf(item) : payload,
      fields: new Map(
        [...compiled.fields].map(([name, field]) => [name, run(field, { body: view.body, item })]),
      ),
    }),
  );
  return { items: mapped, reason };
}

/** The alerts of a payload, or why there are none. */
function itemsOf({ alerts }: CompiledMapping, { body }: View): [readonly unknown[], string | null] {
  if (alerts === null) return [[body], null];
  const { value, reason } = run(alerts, { body, item: null }, (found) => found);
  if (reason !== null) return [[], reason];
  return Array.isArray(value) ? [value, null] : [[], 'The expression gives no list.'];
}

function run(
  field: FieldExpression,
  variables: { readonly body: unknown; readonly item: unknown },
  shown: (value: unknown) => unknown = plain,
): FieldResult {
  if (!field.ok) return { value: null, reason: field.error };
  try {
    const found = field.run(variables);
    if (isAbsent(found)) return { value: null, reason: 'What may be missing is missing.' };
    const value = shown(found);
    if (value === null || value === undefined) return { value: null, reason: 'It is null.' };
    return value === '' ? { value: null, reason: 'It is an empty text.' } : { value, reason: null };
  } catch (error) {
    return { value: null, reason: truncate(sentenceOf(error), 300) };
  }
}

/** Whether it is the value of `a.?b` where there is no b. */
function isAbsent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('hasValue' in value)) return false;
  return typeof value.hasValue === 'function' && value.hasValue() === false;
}

/** What an expression costs: `seen` is the size of what it runs over, `whole` that of the body. */
function stepsOf({ traits }: FieldExpression, seen: number, whole: number): number {
  if (!traits.scans) return traits.nodes;
  return traits.nodes * seen * (traits.mixes ? whole : 1);
}

function stepsOfAll(
  { alerts, fields }: CompiledMapping,
  items: readonly unknown[],
  whole: number,
  view: View,
): number {
  let parts = 0;
  if (alerts) for (const item of items) parts += view.sizeOf(item);
  let steps = 0;
  for (const field of fields.values()) {
    const ofBody = field.traits.usesBody || !alerts;
    steps += stepsOf(field, ofBody ? items.length * whole : parts, whole);
  }
  return steps;
}

function requireSteps(steps: number): void {
  if (steps <= MOST_STEPS) return;
  throw invalid('The mapping takes too long for a body of this size.', [
    {
      pointer: '',
      expected: `at most ${MOST_STEPS} steps (a smaller body, or expressions that look at less)`,
      received: String(steps),
    },
  ]);
}
