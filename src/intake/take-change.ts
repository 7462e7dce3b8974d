import { compileSchema, type SchemaCheck } from '../ingress/schema-validation.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { Endpoint } from '../tenants/directory.ts';
import type { ChangeFormat, SentChange } from './format.ts';
import type { IntakeDeps, IntakeRequest } from './receive.ts';

/** Keeps a change that an integration tells of. Resolves once it is durable. */
export type KeepChange = (
  sender: Endpoint,
  change: SentChange,
  request: Pick<IntakeRequest, 'ip' | 'requestId'>,
) => Promise<unknown>;

const checks = new WeakMap<ChangeFormat, SchemaCheck>();

/** Checks, translates and keeps a change; returns what looks wrong with it. */
export async function takeChange(
  { clock, keepChange }: IntakeDeps,
  request: IntakeRequest,
  endpoint: Endpoint,
  format: ChangeFormat,
  payload: unknown,
): Promise<readonly string[]> {
  if (!keepChange) throw notFound('The place for changes');
  const check = checks.get(format) ?? compileSchema(format.schema);
  checks.set(format, check);
  const errors = check(payload);
  if (errors) throw invalid('The payload is not what this format expects.', errors);
  const { headers } = request;
  const { settings } = endpoint.integration;
  const context = { now: clock(), headers, settings, newKey: () => newToken(16) };
  const warnings: string[] = [];
  await keepChange(endpoint, format.toChange(payload as never, context, warnings), request);
  return warnings;
}
