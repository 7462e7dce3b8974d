import type { IncomingHttpHeaders } from 'node:http';
import type { RuleBook } from '../incidents/rule-book.ts';
import { addressGroup } from '../ingress/address-group.ts';
import { type RateLimits, rateLimited } from '../ingress/rate-limits.ts';
import type { ReceiptBook } from '../ingress/receipts.ts';
import { compileSchema, type SchemaCheck } from '../ingress/schema-validation.ts';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { invalid, notFound, Problem } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hashing.ts';
import { newToken } from '../kernel/ids.ts';
import { internalError } from '../kernel/problem-document.ts';
import type { Clock } from '../kernel/time.ts';
import { databaseUnavailable, isUnreachable } from '../store/transaction.ts';
import type { Directory, Endpoint } from '../tenants/directory.ts';
import { DEFAULT_SLUG } from '../tenants/ensure-default-tenant.ts';
import { admit } from './credentials.ts';
import type { EventOutcome, Format, Reply } from './format.ts';
import { formatNamed } from './formats.ts';
import type { IntakeJob, RequestKey } from './job.ts';
import type { Lanes } from './lanes.ts';
import { prepareEvent, termsOf } from './prepare.ts';
import { accept, type IntakeReply, refuse } from './replies.ts';
import { INTAKE_ROUTES } from './routes.ts';

/** A request as the HTTP room hands it over: nothing is parsed yet. */
export interface IntakeRequest {
  readonly route: IntakeRoute;
  /** The integration key or tenant in the URL; empty for the default tenant's own URL. */
  readonly address: string;
  readonly ip: string;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes; `too_large` when the stream went past {@link MAX_BODY_BYTES}. */
  readonly body: Buffer | 'too_large';
}

/** Largest body accepted, in bytes (contracts, "Common to all intake"). */
export const MAX_BODY_BYTES = 1024 * 1024;

/** One public intake URL. */
export interface IntakeRoute {
  /** Path pattern with at most one parameter, `:address`. */
  readonly path: string;
  readonly format: string;
  /**
   * `key`: an integration's URL key (unknown: 404); `tenant`: slug or id, the tenant's implicit
   * integration (unknown: 401, like a bad signature); `default`: the default tenant's own.
   */
  readonly addressedBy: 'key' | 'tenant' | 'default';
}

/** The room's front door. */
export interface Intake {
  readonly routes: readonly IntakeRoute[];
  readonly receive: (request: IntakeRequest) => Promise<IntakeReply>;
  /** Alerts waiting in the lanes, for the metrics. */
  readonly depth: () => number;
  readonly close: () => Promise<void>;
}

export interface IntakeDeps {
  readonly clock: Clock;
  readonly directory: Directory;
  readonly rules: RuleBook;
  readonly limits: RateLimits;
  readonly receipts: ReceiptBook;
  readonly lanes: Lanes;
  /** Why nothing can be stored at the moment (a full disk), else null. */
  readonly fault?: () => Problem | null;
  /** Told of faults of ours; never of the body. */
  readonly onFault: (error: unknown, requestId: string) => void;
}

/** What was found out about a request before it failed or succeeded. */
interface Progress {
  format: Format;
  endpoint: Endpoint | undefined;
}

/** Opens the intake over its parts; the order of the checks is that of the contracts. */
export function createIntake(deps: IntakeDeps): Intake {
  const receive = async (request: IntakeRequest): Promise<IntakeReply> => {
    const progress: Progress = { format: formatOf(request.route), endpoint: undefined };
    try {
      const [reply, warnings, outcomes] = await handle(deps, request, progress);
      note(deps, request, progress, reply, warnings, outcomes);
      return accept(reply);
    } catch (error) {
      const problem = toProblem(error);
      // A 503 is not a fault of ours to look into, and while it lasts there is one for each request.
      if (problem.status === 500) deps.onFault(error, request.requestId);
      const reply = refuse(progress.format, problem, request.requestId);
      noteRefusal(deps, request, progress, problem, reply.status);
      await countFailure(deps, request, problem);
      return reply;
    }
  };
  const { lanes } = deps;
  return { routes: INTAKE_ROUTES, receive, depth: lanes.depth, close: lanes.close };
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return isUnreachable(error) ? databaseUnavailable(error) : internalError(error);
}

type Handled = readonly [Reply, readonly string[], readonly EventOutcome[]];

async function handle(
  deps: IntakeDeps,
  request: IntakeRequest,
  progress: Progress,
): Promise<Handled> {
  const fault = deps.fault?.();
  if (fault) throw fault;
  await limitSender(deps, request);
  const body = readable(request);
  const endpoint = await endpointOf(deps, request);
  progress.endpoint = endpoint;
  const { format } = progress;
  const { headers, route } = request;
  const needsApiKey = route.addressedBy === 'tenant' && format.name === 'causeflow';
  const now = deps.clock();
  const attempt = { format, endpoint, needsApiKey, headers, body, now };
  const admission = await admit(attempt, deps.directory).catch(async (error) => {
    if (route.addressedBy === 'tenant') await countGuess(deps, request);
    throw error;
  });
  if (!endpoint) throw new Error('An unknown tenant was let in.');
  const { integration } = endpoint;
  const wait = await deps.limits.integration(
    integration.integrationId,
    integration.settings.requests_per_minute,
  );
  if (wait !== null) throw rateLimited(wait);
  const payload = parseStrictJson(body);
  progress.format = handedOn(format, payload);
  const requestKey = requestKeyOf(request, body, admission.requestKey);
  const [job, warnings] = await toJob(deps, endpoint, progress.format, payload, requestKey);
  const result = await deps.lanes.submit(job);
  if (!result.ok) throw result.problem;
  const all = [...admission.warnings, ...warnings];
  const reply = progress.format.toReply({ events: result.outcomes, warnings: all });
  return [reply, all, result.outcomes];
}

/** OpenRemedy counts every request of an address; elsewhere only refused ones count. */
async function limitSender({ limits }: IntakeDeps, request: IntakeRequest): Promise<void> {
  const everyRequest = request.route.format === 'openremedy';
  const wait = everyRequest
    ? await limits.request(request.ip)
    : await limits.blocked(failureKey(request));
  if (wait !== null) throw rateLimited(wait);
}

/** By address and URL, so that senders behind one proxy do not block each other's integrations. */
function failureKey({ ip, address }: IntakeRequest): string {
  return `${addressGroup(ip)} ${address}`;
}

const COUNTED_FAILURES = new Set([400, 401, 404, 413, 415, 422]);

async function countFailure(deps: IntakeDeps, request: IntakeRequest, problem: Problem) {
  if (COUNTED_FAILURES.has(problem.status)) await deps.limits.failed(failureKey(request));
}

const JSON_TYPE = /^(application\/json|[\w.+-]+\/[\w.-]+\+json)\s*(;|$)/i;

function readable({ body, headers }: IntakeRequest): Buffer {
  if (body === 'too_large') {
    throw new Problem(413, 'body_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Problem(415, 'unsupported_encoding', 'Send the body uncompressed.', {
      errors: [{ pointer: 'content-encoding', expected: 'identity', received: encoding }],
    });
  }
  const type = headers['content-type'] ?? 'nothing';
  if (JSON_TYPE.test(type)) return body;
  throw new Problem(415, 'unsupported_media_type', 'Send JSON: Content-Type: application/json.', {
    errors: [
      { pointer: 'content-type', expected: 'application/json', received: type.slice(0, 60) },
    ],
  });
}

/** Unknown key: 404. Unknown tenant: undefined, which no signature satisfies. */
async function endpointOf(deps: IntakeDeps, request: IntakeRequest): Promise<Endpoint | undefined> {
  const { directory } = deps;
  const { route, address } = request;
  if (route.addressedBy === 'default')
    return directory.implicitEndpoint(DEFAULT_SLUG, route.format);
  if (route.addressedBy === 'tenant') return directory.implicitEndpoint(address, route.format);
  const endpoint = await directory.endpointByKey(address);
  if (endpoint?.integration.format === route.format) return endpoint;
  await countGuess(deps, request);
  throw notFound('An integration with this URL');
}

/**
 * Guessing changes the URL each time, so guesses count for the address as a whole. A tenant that
 * exists and one that does not are guessed alike: the limit must not tell them apart either.
 */
async function countGuess({ limits }: IntakeDeps, { ip }: IntakeRequest): Promise<void> {
  const group = addressGroup(ip);
  const wait = await limits.blocked(group);
  if (wait !== null) throw rateLimited(wait);
  await limits.failed(group);
}

function formatOf(route: IntakeRoute): Format {
  const format = formatNamed(route.format);
  if (!format) throw new Error(`There is no format named '${route.format}'.`);
  return format;
}

const SHARED_WITH = ['alertmanager'];

/** "All integrations use the same webhook endpoint" (seed 004): other shapes go to their format. */
function handedOn(format: Format, payload: unknown): Format {
  if (format.name !== 'openremedy') return format;
  const others = SHARED_WITH.flatMap((name) => formatNamed(name) ?? []);
  return others.find(({ recognises }) => recognises?.(payload)) ?? format;
}

/** The sender's own id of the request: `Idempotency-Key`, or a verified `webhook-id`. */
function requestKeyOf(
  { headers, route }: IntakeRequest,
  body: Buffer,
  verified: string | undefined,
): RequestKey | null {
  const key = verified ?? headers['idempotency-key'];
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(String(key))) {
    throw new Problem(400, 'invalid_idempotency_key', 'The Idempotency-Key cannot be used.', {
      errors: [
        {
          pointer: 'idempotency-key',
          expected: '1 to 255 visible ASCII characters',
          received: `${String(key).length} characters`,
        },
      ],
    });
  }
  return { route: route.path, key: String(key), fingerprint: sha256Hex(body.toString('latin1')) };
}

const checks = new Map<string, SchemaCheck>();

function checkOf(format: Format): SchemaCheck {
  const known = checks.get(format.name) ?? compileSchema(format.schema);
  checks.set(format.name, known);
  return known;
}

async function toJob(
  deps: IntakeDeps,
  endpoint: Endpoint,
  format: Format,
  payload: unknown,
  requestKey: RequestKey | null,
): Promise<[IntakeJob, readonly string[]]> {
  const errors = checkOf(format)(payload);
  if (errors) throw invalid('The payload is not what this format expects.', errors);
  const now = deps.clock();
  const translation = format.toEvents(payload as never, { now, newKey: () => newToken(16) });
  const rules = await deps.rules.rulesOf(endpoint.tenant.tenantId);
  const preparation = { endpoint, format, rules, directory: deps.directory, now };
  const warnings = [...translation.warnings];
  const events = [];
  for (const [index, event] of translation.events.entries()) {
    events.push(await prepareEvent(event, index, preparation, warnings));
  }
  return [{ terms: termsOf(endpoint, format, rules), events, requestKey }, warnings];
}

function factsOf(
  { ip, requestId, headers, body }: IntakeRequest,
  { tenant, integration }: Endpoint,
) {
  return {
    tenantId: tenant.tenantId,
    integrationId: integration.integrationId,
    ip,
    requestId,
    headers,
    bodyBytes: body === 'too_large' ? MAX_BODY_BYTES + 1 : body.length,
  };
}

function note(
  { receipts }: IntakeDeps,
  request: IntakeRequest,
  { endpoint }: Progress,
  reply: Reply,
  warnings: readonly string[],
  outcomes: readonly EventOutcome[],
): void {
  if (!endpoint) return;
  const duplicate = outcomes.some(({ action }) => action === 'duplicate');
  receipts.accepted({
    ...factsOf(request, endpoint),
    status: reply.status,
    outcome: duplicate ? 'duplicate' : 'accepted',
    warnings,
  });
}

function noteRefusal(
  { receipts }: IntakeDeps,
  request: IntakeRequest,
  { endpoint }: Progress,
  problem: Problem,
  status: number,
): void {
  if (!endpoint) return;
  const faults = problem.errors.map(
    ({ pointer, expected, received }) => `${pointer}: expected ${expected}, got ${received}`,
  );
  receipts.refused({
    ...factsOf(request, endpoint),
    status,
    code: problem.code,
    detail: [problem.message, ...faults].join(' '),
    body: request.body === 'too_large' ? null : request.body,
  });
}
