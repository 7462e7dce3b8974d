import type { ErrorObject } from 'ajv/dist/2020.js';
import { isObject } from '../kernel/json.ts';

/**
 * Ajv reports a failed union as the errors of all its branches and one for the union. This leaves
 * what the sender can use: the errors of the branch that was meant, or of the union itself where
 * no branch is nearer than another (a union of scalars).
 */
export function withoutUnionNoise(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  // Branches come before their union, so the last union is not inside another one.
  const at = errors.findLastIndex((error) => error.keyword === 'anyOf');
  const union = errors[at];
  if (!union) return errors;
  const inside = errors.filter((error) => error !== union && isWithin(error, union));
  const before = errors.slice(0, at).filter((error) => !inside.includes(error));
  const meant = branchMeant(union, inside) ?? [{ ...union, keyword: 'union' }];
  return [...withoutUnionNoise([...before, ...meant]), ...errors.slice(at + 1)];
}

function isWithin(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error.schemaPath.startsWith(`${union.schemaPath}/`) &&
    error.instancePath.startsWith(union.instancePath)
  );
}

/** The nearest branch: faults deepest inside the value first, then most fields known to it. */
function branchMeant(union: ErrorObject, inside: readonly ErrorObject[]) {
  const branches = Array.isArray(union.schema) ? union.schema : [];
  if (!isObject(union.data)) return undefined;
  const candidates = branches.map((schema, index) => {
    const prefix = `${union.schemaPath}/${index}/`;
    const errors = inside.filter((error) => error.schemaPath.startsWith(prefix));
    return { errors, depth: leastDepth(errors), known: knownKeys(schema, union.data) };
  });
  candidates.sort((a, b) => b.depth - a.depth || b.known - a.known);
  return candidates[0]?.errors;
}

function leastDepth(errors: readonly ErrorObject[]): number {
  return Math.min(...errors.map((error) => error.instancePath.split('/').length));
}

function knownKeys(schema: unknown, data: unknown): number {
  if (!isObject(schema) || !isObject(schema.properties) || !isObject(data)) return 0;
  const properties = schema.properties;
  // A field that a branch only forbids speaks against it.
  const allows = (key: string) => isObject(properties[key]) && !('not' in properties[key]);
  return Object.keys(data).filter((key) => Object.hasOwn(properties, key) && allows(key)).length;
}
