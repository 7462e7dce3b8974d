import { compileSchema, type SchemaCheck } from '../ingress/schema-validation.ts';
import { invalid } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { Endpoint } from '../tenants/directory.ts';
import { ownKeyOf } from './door.ts';
import type { Asked, Confirmation, Format } from './format.ts';
import { formatNamed } from './formats.ts';
import type { IntakeJob, RequestKey } from './job.ts';
import { commandsOf, prepareEvent, termsOf } from './prepare.ts';
import type { IntakeDeps, IntakeRequest } from './receive.ts';

// Grafana's body has all the marks of Alertmanager's, and more.
const SHARED_WITH = ['grafana', 'alertmanager', 'pagerduty'];

/** "All integrations use the same webhook endpoint" (seed 004): other shapes go to their format. */
export function handedOn(format: Format, payload: unknown): Format {
  if (format.name !== 'openremedy') return format;
  const others = SHARED_WITH.flatMap((name) => formatNamed(name) ?? []);
  return others.find(({ recognises }) => recognises?.(payload)) ?? format;
}

const checks = new Map<string, SchemaCheck>();

function checkOf(format: Format): SchemaCheck {
  const known = checks.get(format.name) ?? compileSchema(format.schema);
  checks.set(format.name, known);
  return known;
}

/** A request whose body is parsed. */
interface Parsed {
  readonly request: IntakeRequest;
  readonly payload: unknown;
  readonly requestKey: RequestKey | null;
  readonly asked: Asked | undefined;
}

/** Checks and translates a body, and settles for its events all that needs no lock. */
export async function toJob(
  deps: IntakeDeps,
  endpoint: Endpoint,
  format: Format,
  { request, payload, requestKey, asked }: Parsed,
): Promise<[IntakeJob, readonly string[], Confirmation | undefined]> {
  const errors = checkOf(format)(payload);
  if (errors) throw invalid('The payload is not what this format expects.', errors);
  const now = deps.clock();
  const { headers } = request;
  const { settings } = endpoint.integration;
  const given = { now, headers, settings, newKey: () => newToken(16) };
  const context = asked ? { ...given, asked } : given;
  const translation = format.toEvents(payload as never, context);
  const { tenantId } = endpoint.tenant;
  const rules = await deps.rules.rulesOf(tenantId);
  const people = await deps.directory.people(tenantId, rules.memberIds);
  const preparation = { endpoint, format, rules, directory: deps.directory, now };
  const warnings = [...translation.warnings];
  const events = [];
  for (const [index, event] of translation.events.entries()) {
    events.push(await prepareEvent(event, index, preparation, warnings));
  }
  const job: IntakeJob = {
    terms: termsOf(endpoint, format, rules, people),
    events,
    commands: commandsOf(endpoint, translation),
    requestKey: requestKey ?? ownKeyOf(request, endpoint, format.requestIdOf?.(payload as never)),
  };
  return [job, warnings, translation.confirmation];
}
