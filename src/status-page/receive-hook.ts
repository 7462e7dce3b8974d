import type { IncomingHttpHeaders } from 'node:http';
import { addressGroup } from '../ingress/address-group.ts';
import { type RateLimits, rateLimited } from '../ingress/rate-limits.ts';
import type { ReceiptBook } from '../ingress/receipts.ts';
import { refusalWords } from '../ingress/refusal-words.ts';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { notFound, Problem } from '../kernel/errors.ts';
import { sha256 } from '../kernel/hashing.ts';
import { internalError, PROBLEM_TYPE, problemDocument } from '../kernel/problem-document.ts';
import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { databaseUnavailable, isUnreachable, transact } from '../store/transaction.ts';
import { fingerprintOf } from '../tenants/idempotency.ts';
import type { ServiceRow } from '../tenants/service-queries.ts';
import { findServiceByHookKey } from '../tenants/status-hook.ts';
import { readHookPost } from './hook-payload.ts';
import { listHubRows } from './hub-queries.ts';
import { type HookOutcome, takeHookIncident } from './take-hook-incident.ts';
import { takeHookMaintenance } from './take-hook-maintenance.ts';

/** Bytes of a request; its description alone may have 64 KiB. */
export const MAX_HOOK_BYTES = 128 * 1024;

/** A post as the HTTP room hands it over: nothing is parsed yet. */
export interface HookRequest {
  readonly key: string;
  readonly ip: string;
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes; `too_large` when the stream went past {@link MAX_HOOK_BYTES}. */
  readonly body: Buffer | 'too_large';
}

/** A reply ready for the wire. */
export interface HookReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** StatusHub Generic Hook V2. */
export interface StatusHook {
  readonly receive: (request: HookRequest) => Promise<HookReply>;
}

export interface StatusHookDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly limits: RateLimits;
  readonly receipts: ReceiptBook;
  /** Why nothing can be stored at the moment (a full disk), else null. */
  readonly fault?: () => Problem | null;
  /** Told of faults of ours; never of the body. */
  readonly onFault: (error: unknown, requestId: string) => void;
}

/** What was found out about a request before it failed or succeeded. */
interface Progress {
  service: ServiceRow | undefined;
}

/** The hook over its parts. A 2xx means that the post is durable. */
export function createStatusHook(deps: StatusHookDeps): StatusHook {
  return {
    receive: async (request) => {
      const progress: Progress = { service: undefined };
      try {
        const { answer, created } = await handle(deps, request, progress);
        const status = created ? 201 : 200;
        noteAccepted(deps, request, progress, status, answer);
        return { status, headers: { 'content-type': JSON_TYPE }, body: answer };
      } catch (error) {
        const problem = toProblem(error);
        if (problem.status === 500) deps.onFault(error, request.requestId);
        noteRefused(deps, request, progress, problem);
        await countFailure(deps, request, problem);
        return refusal(problem, request.requestId);
      }
    },
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';

async function handle(
  deps: StatusHookDeps,
  request: HookRequest,
  progress: Progress,
): Promise<HookOutcome> {
  const fault = deps.fault?.();
  if (fault) throw fault;
  const wait = await deps.limits.blocked(failureKey(request));
  if (wait !== null) throw rateLimited(wait);
  const service = await serviceOf(deps, request);
  progress.service = service;
  const payload = parseStrictJson(readable(request));
  const now = deps.clock();
  const post = readHookPost(payload, now);
  return transact(deps.store, async (tx) => {
    const { tenant_id: tenantId, service_id: serviceId, name: serviceName } = service;
    const hubs = await listHubRows(tx, tenantId);
    const merged = hubs.some(({ settings }) => settings.merge_hooks === true);
    const digest = sha256(`${serviceId} ${fingerprintOf(payload)}`);
    const scope = merged ? '*' : serviceId;
    const arrival = { tenantId, serviceId, serviceName, scope, post, digest, now };
    return post.plan.type === 'incident'
      ? takeHookIncident(tx, arrival, post.plan.state)
      : takeHookMaintenance(tx, arrival, post.plan.endsAt);
  });
}

/** By address and URL, so that senders behind one proxy do not block each other's hooks. */
function failureKey({ ip, key }: HookRequest): string {
  return `${addressGroup(ip)} ${key.slice(0, 64)}`;
}

/** Unknown keys are 404; guesses count for the address as a whole. */
async function serviceOf({ store, limits }: StatusHookDeps, request: HookRequest) {
  const service = await findServiceByHookKey(store.db, request.key);
  if (service) return service;
  const group = addressGroup(request.ip);
  const wait = await limits.blocked(group);
  if (wait !== null) throw rateLimited(wait);
  await limits.failed(group);
  throw notFound('A hook with this URL');
}

const JSON_PATTERN = /^(application\/json|[\w.+-]+\/[\w.-]+\+json)\s*(;|$)/i;

function readable({ body, headers }: HookRequest): Buffer {
  if (body === 'too_large') {
    throw new Problem(413, 'body_too_large', `The body is larger than ${MAX_HOOK_BYTES} bytes.`);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Problem(415, 'unsupported_encoding', 'Send the body uncompressed.', {
      errors: [{ pointer: 'content-encoding', expected: 'identity', received: encoding }],
    });
  }
  const type = headers['content-type'] ?? 'nothing';
  if (JSON_PATTERN.test(type)) return body;
  throw new Problem(415, 'unsupported_media_type', 'Send JSON: Content-Type: application/json.', {
    errors: [
      { pointer: 'content-type', expected: 'application/json', received: type.slice(0, 60) },
    ],
  });
}

const COUNTED_FAILURES = new Set([400, 404, 413, 415, 422]);

async function countFailure({ limits }: StatusHookDeps, request: HookRequest, problem: Problem) {
  if (COUNTED_FAILURES.has(problem.status)) await limits.failed(failureKey(request));
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return isUnreachable(error) ? databaseUnavailable(error) : internalError(error);
}

function refusal(problem: Problem, requestId: string): HookReply {
  const { status, retryAfter } = problem;
  const retry = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  const headers = { 'content-type': PROBLEM_TYPE, ...retry };
  return { status, headers, body: problemDocument(problem, requestId) };
}

/** Receipts of a hook are kept under its service's id. */
function factsOf({ ip, requestId, headers, body }: HookRequest, service: ServiceRow) {
  return {
    tenantId: service.tenant_id,
    integrationId: service.service_id,
    ip,
    requestId,
    headers,
    bodyBytes: body === 'too_large' ? MAX_HOOK_BYTES + 1 : body.length,
  };
}

function noteAccepted(
  { receipts }: StatusHookDeps,
  request: HookRequest,
  { service }: Progress,
  status: number,
  { duplicate, warnings }: HookOutcome['answer'],
): void {
  if (!service) return;
  const outcome = duplicate ? 'duplicate' : 'accepted';
  receipts.accepted({ ...factsOf(request, service), status, outcome, warnings });
}

function noteRefused(
  { receipts }: StatusHookDeps,
  request: HookRequest,
  { service }: Progress,
  problem: Problem,
): void {
  if (!service) return;
  receipts.refused({
    ...factsOf(request, service),
    status: problem.status,
    code: problem.code,
    detail: refusalWords(problem),
    body: request.body === 'too_large' ? null : request.body,
  });
}
