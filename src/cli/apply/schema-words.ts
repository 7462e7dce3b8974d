import type { TSchema } from 'typebox';
import { compileSchema, MAX_ERRORS } from '../../ingress/schema-validation.ts';
import type { FieldError } from '../../kernel/errors.ts';
import { isObject } from '../../kernel/json.ts';
import { suggestion } from '../../kernel/near.ts';
import type { Path, Source, Trouble } from '../../kernel/yaml-source.ts';

/** Says what in a file is not as the schema asks; nothing is sent before that is nothing. */
export function createSchemaCheck(schema: TSchema): (source: Source) => readonly Trouble[] {
  const check = compileSchema(schema);
  return (source) => {
    const errors = check(source.value) ?? [];
    const troubles = errors.map((error) => {
      const path = pathOf(error.pointer);
      return source.trouble(path, wordsFor(schema, error, path));
    });
    if (errors.length < MAX_ERRORS) return troubles;
    return [...troubles, source.trouble([], 'there may be more; correct these first')];
  };
}

/** The steps of a JSON pointer. */
export function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function wordsFor(schema: TSchema, { expected, received }: FieldError, path: Path): string {
  const last = String(path.at(-1) ?? '');
  if (expected === 'no such field') {
    if (last === '<<') return 'merge keys are not read; write the fields out';
    return `no such field${suggestion(last, keysAt(schema, path.slice(0, -1)))}`;
  }
  if (received === 'nothing') return `is missing: ${expected} is needed`;
  const parts = schemasAt(schema, path);
  const [described] = parts.map(({ description }) => description);
  const meaning = typeof described === 'string' ? ` — ${described}` : '';
  // What stands where a secret belongs may be one.
  const isSecret = parts.some(({ properties }) => isObject(properties) && 'env' in properties);
  return `must be ${expected}, not ${isSecret ? received.replace(/ .*/s, '') : received}${meaning}`;
}

type Part = Record<string, unknown>;

/** The fields that an object at the path may have. */
function keysAt(schema: TSchema, path: Path): string[] {
  return schemasAt(schema, path).flatMap(({ properties }) =>
    isObject(properties) ? Object.keys(properties) : [],
  );
}

/** The schemas of what is at the path: a union comes with each of its branches. */
function schemasAt(schema: unknown, path: Path): Part[] {
  return path.reduce<Part[]>(
    (parts, step) => parts.flatMap((part) => withBranches(childSchema(part, String(step)))),
    withBranches(schema),
  );
}

function withBranches(schema: unknown): Part[] {
  if (!isObject(schema)) return [];
  const branches = Array.isArray(schema.anyOf) ? schema.anyOf.flatMap(withBranches) : [];
  return [schema, ...branches];
}

function childSchema({ properties, items }: Part, step: string): unknown {
  if (isObject(properties) && Object.hasOwn(properties, step)) return properties[step];
  return /^\d+$/.test(step) ? items : undefined;
}
