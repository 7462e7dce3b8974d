import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import type { TSchema } from 'typebox';
import type { FieldError } from '../kernel/errors.ts';
import { isObject } from '../kernel/json.ts';
import { parseInstant } from '../kernel/time.ts';
import { describeKey, describePattern, describeSchema, describeValue } from './field-words.ts';
import { pointerStep } from './json-pointer.ts';
import { withoutUnionNoise } from './union-errors.ts';

/** The payload's faults, at most {@link MAX_ERRORS}; null when there are none. */
export type SchemaCheck = (payload: unknown) => readonly FieldError[] | null;

export const MAX_ERRORS = 20;

/** Above this many values only the first fault is looked for, so that a bad body stays cheap. */
const THOROUGH_LIMIT = 5_000;

/**
 * Compiles a JSON Schema 2020-12 (a TypeBox value). The check never coerces, removes or fills in,
 * so the payload stays what was signed. Throws at once for a schema that is not valid itself.
 */
export function compileSchema(schema: TSchema): SchemaCheck {
  const fast = newAjv(false).compile(schema);
  let thorough: typeof fast | undefined;
  return (payload) => {
    if (fast(payload)) return null;
    let errors = fast.errors ?? [];
    if (countValues(payload, THOROUGH_LIMIT) < THOROUGH_LIMIT) {
      thorough ??= newAjv(true).compile(schema);
      thorough(payload);
      errors = thorough.errors ?? errors;
    }
    return toFieldErrors(withoutUnionNoise(errors));
  };
}

function newAjv(allErrors: boolean) {
  const ajv = new Ajv2020({ allErrors, verbose: true, strict: true, allowUnionTypes: true });
  formatsPlugin.default(ajv);
  // One reading of instants everywhere: what passes here is what kernel/time understands.
  ajv.addFormat('date-time', (text) => parseInstant(text) !== undefined);
  return ajv;
}

/** Values inside `value`, itself included; stops counting at `limit`. */
function countValues(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const item of Object.values(value)) {
    if (count >= limit) break;
    count += countValues(item, limit - count);
  }
  return count;
}

/** One error a field: the words describe everything its schema asks, so the first is enough. */
function toFieldErrors(errors: readonly ErrorObject[]): readonly FieldError[] {
  const byPointer = new Map<string, FieldError>();
  for (const error of errors) {
    // Said again, with the key at fault, by the error of the keyword `propertyNames` itself.
    if (error.propertyName !== undefined && error.keyword !== 'propertyNames') continue;
    const field = toFieldError(error);
    if (!byPointer.has(field.pointer)) byPointer.set(field.pointer, field);
    if (byPointer.size === MAX_ERRORS) break;
  }
  return [...byPointer.values()];
}

function toFieldError(error: ErrorObject): FieldError {
  const { instancePath, parentSchema, params } = error;
  switch (error.keyword) {
    case 'required': {
      const key = String(params.missingProperty);
      const wanted = isObject(parentSchema?.properties) ? parentSchema.properties[key] : undefined;
      return fieldError(instancePath + pointerStep(key), describeSchema(wanted), undefined);
    }
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const given = isObject(error.data) ? error.data[key] : undefined;
      return fieldError(instancePath + pointerStep(key), 'no such field', given);
    }
    case 'propertyNames': {
      const key = String(params.propertyName);
      return fieldError(instancePath + pointerStep(key), describeKey(error.schema), key);
    }
    case 'pattern':
      return fieldError(instancePath, describePattern(parentSchema), error.data);
    default:
      return fieldError(instancePath, describeSchema(parentSchema), error.data);
  }
}

function fieldError(pointer: string, expected: string, received?: unknown): FieldError {
  return { pointer: pointer.slice(0, 200), expected, received: describeValue(received) };
}
