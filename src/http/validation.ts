import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { compileSchema, type SchemaCheck } from '../ingress/schema-validation.ts';
import { type FieldError, invalid } from '../kernel/errors.ts';
import { parseInstant } from '../kernel/time.ts';

type Verdict = true | { error: Error };

/**
 * Fastify's validator compiler. Bodies are checked as they came; the parts of the URL are text, so
 * they are converted to what the schema asks for and get its defaults.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const asItCame = newAjv({});
  const asText = newAjv({ coerceTypes: 'array', useDefaults: true });
  return ({ schema, httpPart }) => {
    if (httpPart === 'body') return validator(asItCame, schema, 'The body');
    const validate = validator(asText, schema, 'The URL or its query');
    return (values: Record<string, unknown>) => refuseNul(values) ?? validate(values);
  };
}

function newAjv(options: Options) {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, ...options });
  formatsPlugin.default(ajv);
  ajv.addFormat('date-time', (text) => parseInstant(text) !== undefined);
  return ajv;
}

/** The words of an error are compiled when the first one is needed: most schemas never see one. */
function validator(ajv: Ajv2020, schema: TSchema, what: string) {
  const check = ajv.compile(schema);
  let words: SchemaCheck | undefined;
  return (values: unknown): Verdict => {
    if (check(values)) return true;
    words ??= compileSchema(schema);
    return refusal(what, words(values) ?? []);
  };
}

/** PostgreSQL takes no NUL in a text, so nothing can be found by one. */
function refuseNul(values: Record<string, unknown>): Verdict | undefined {
  const key = Object.keys(values).find((one) => String(values[one]).includes('\0'));
  if (key === undefined) return undefined;
  const error = { pointer: `/${key}`, expected: 'text without NUL', received: 'a NUL character' };
  return refusal('The URL or its query', [error]);
}

function refusal(what: string, errors: readonly FieldError[]): Verdict {
  const [first] = errors;
  const detail = first ? ` (${first.pointer || 'all of it'}: ${first.expected}).` : '.';
  return { error: invalid(`${what} is not what is expected${detail}`, errors) };
}
