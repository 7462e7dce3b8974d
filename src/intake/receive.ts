import type { IncomingHttpHeaders } from 'node:http';
import type { RuleBook } from '../incidents/rule-book.ts';
import { type RateLimits, rateLimited } from '../ingress/rate-limits.ts';
import type { ReceiptBook } from '../ingress/receipts.ts';
import { refusalWords } from '../ingress/refusal-words.ts';
import { compileSchema, type SchemaCheck } from '../ingress/schema-validation.ts';
import { invalid, Problem } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import { internalError } from '../kernel/problem-document.ts';
import type { Clock } from '../kernel/time.ts';
import { databaseUnavailable, isUnreachable } from '../store/transaction.ts';
import type { Directory, Endpoint } from '../tenants/directory.ts';
import type { Certificates } from './certificates.ts';
import type { ConfirmSubscription } from './confirm-subscription.ts';
import { admit } from './credentials.ts';
import {
  countFailure,
  countGuess,
  endpointOf,
  limitSender,
  ownKeyOf,
  readable,
  requestKeyOf,
} from './door.ts';
import type { Confirmation, EventOutcome, Format, Reply } from './format.ts';
import { formatNamed } from './formats.ts';
import type { IntakeJob, RequestKey } from './job.ts';
import type { Lanes } from './lanes.ts';
import { payloadOf, verdictOn } from './payload.ts';
import { commandsOf, prepareEvent, termsOf } from './prepare.ts';
import { accept, type IntakeReply, refuse } from './replies.ts';
import { INTAKE_ROUTES, MAX_BODY_BYTES } from './routes.ts';

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
  /** Made by the hub to try an integration out: what only the vendor can sign is taken unsigned. */
  readonly isOwnTest?: boolean;
}

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
  /** Certificates of senders that sign with their own; without them none can be had. */
  readonly certificates?: Certificates;
  /** Without it no subscription is confirmed. */
  readonly confirm?: ConfirmSubscription;
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
  const body = readable(request, progress.format);
  const endpoint = await endpointOf(deps, request);
  progress.endpoint = endpoint;
  const { format } = progress;
  const { headers, route } = request;
  const needsApiKey = route.addressedBy === 'tenant' && format.name === 'causeflow';
  const now = deps.clock();
  // A message that carries its own signature is read before it is trusted.
  const early = format.verify ? payloadOf(format, request, body) : undefined;
  const verdict = await verdictOn(deps, request, format, early);
  const attempt = { format, endpoint, needsApiKey, headers, body, verdict, now };
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
  const payload = early ?? payloadOf(format, request, body);
  progress.format = handedOn(format, payload);
  const requestKey = requestKeyOf(request, body, admission.requestKey);
  const [job, warnings, confirmation] = await toJob(deps, endpoint, progress.format, {
    request,
    payload,
    requestKey,
  });
  const result = await deps.lanes.submit(job);
  if (!result.ok) throw result.problem;
  if (confirmation && verdict === 'valid' && !request.isOwnTest) {
    deps.confirm?.(confirmation, factsOf(request, endpoint), body);
  }
  const all = [...admission.warnings, ...warnings];
  const reply = progress.format.toReply({ events: result.outcomes, warnings: all });
  return [reply, all, result.outcomes];
}

function formatOf(route: IntakeRoute): Format {
  const format = formatNamed(route.format);
  if (!format) throw new Error(`There is no format named '${route.format}'.`);
  return format;
}

// Grafana's body has all the marks of Alertmanager's, and more.
const SHARED_WITH = ['grafana', 'alertmanager', 'pagerduty'];

/** "All integrations use the same webhook endpoint" (seed 004): other shapes go to their format. */
function handedOn(format: Format, payload: unknown): Format {
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
}

async function toJob(
  deps: IntakeDeps,
  endpoint: Endpoint,
  format: Format,
  { request, payload, requestKey }: Parsed,
): Promise<[IntakeJob, readonly string[], Confirmation | undefined]> {
  const errors = checkOf(format)(payload);
  if (errors) throw invalid('The payload is not what this format expects.', errors);
  const now = deps.clock();
  const { headers } = request;
  const { settings } = endpoint.integration;
  const context = { now, headers, settings, newKey: () => newToken(16) };
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
    // What nothing was made of is kept, so that somebody can see what it said.
    body: outcomes.length === 0 && request.body !== 'too_large' ? request.body : null,
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
  receipts.refused({
    ...factsOf(request, endpoint),
    status,
    code: problem.code,
    detail: refusalWords(problem),
    body: request.body === 'too_large' ? null : request.body,
  });
}
