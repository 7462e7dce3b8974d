import type { FieldError } from '../../../kernel/errors.ts';
import type { TextRange } from '../../../kernel/expressions.ts';
import { truncate } from '../../../kernel/text.ts';
import type { Mapping } from '../../format.ts';
import { compileField, type FieldExpression } from './expression.ts';

/** Every field that one expression fills; labels have one each. */
const FIELDS = [
  'title',
  'dedup_key',
  'resolved',
  'severity',
  'description',
  'service',
  'source',
  'link',
  'started_at',
  'ended_at',
] as const;

export type FieldName = (typeof FIELDS)[number];

/** A mapping ready to run. */
export interface CompiledMapping {
  readonly alerts: FieldExpression | null;
  /** In the order in which they are shown; labels as `labels.<name>`. */
  readonly fields: ReadonlyMap<string, FieldExpression>;
}

/** What is wrong with an expression's text. */
export interface MappingFault {
  /** `title`, `labels.team` … */
  readonly field: string;
  readonly error: string;
  readonly range: TextRange | null;
}

/** Before the name of a label among the fields. */
export const LABEL = 'labels.';

const compiled = new Map<string, CompiledMapping>();
const MOST_COMPILED = 200;

/** Compiles all expressions, once for each mapping. */
export function compileMapping(mapping: Mapping): CompiledMapping {
  const key = JSON.stringify(mapping);
  const known = compiled.get(key);
  if (known) return known;
  const fields = new Map<string, FieldExpression>();
  for (const name of FIELDS) {
    const text = mapping[name];
    if (text !== undefined) fields.set(name, compileField(text));
  }
  for (const [name, text] of Object.entries(mapping.labels ?? {})) {
    fields.set(LABEL + name, compileField(text));
  }
  const alerts = mapping.alerts === undefined ? null : compileField(mapping.alerts);
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  compiled.set(key, { alerts, fields });
  return { alerts, fields };
}

/** The expressions that cannot run. */
export function faultsOf({ alerts, fields }: CompiledMapping): MappingFault[] {
  const all: [string, FieldExpression][] = [...fields];
  if (alerts) all.unshift(['alerts', alerts]);
  return all.flatMap(([field, expression]) =>
    expression.ok ? [] : [{ field, error: expression.error, range: expression.range }],
  );
}

/** What is wrong with a mapping that is about to be stored, as faults of the request. */
export function mappingErrors(mapping: Mapping | undefined): FieldError[] {
  if (mapping === undefined) return [];
  return faultsOf(compileMapping(mapping))
    .slice(0, 20)
    .map(({ field, error }) => ({
      pointer: `/settings/mapping/${field.replace(LABEL, 'labels/')}`,
      expected: 'a CEL expression over body and item',
      received: truncate(error, 200),
    }));
}
