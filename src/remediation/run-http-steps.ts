import { sha256Hex } from '../kernel/hashing.ts';
import { SECOND } from '../kernel/time.ts';
import type { OutboundClient, OutboundResult } from '../outbound/client.ts';
import type { HttpExpectation, HttpStep } from '../recipes/rules/recipe-schema.ts';
import type { Sealer } from '../tenants/sealing.ts';
import type { RunsDeps } from './advance-runs.ts';
import { judgeHttp } from './judge-step.ts';
import { type BoundHeaders, openSecrets, withoutSecrets } from './open-secrets.ts';
import { claimHttpSteps, type StepOutcome, type StepRow, settleStep } from './run-queries.ts';

/** What executes the requests of runs. */
export interface HttpStepsDeps extends RunsDeps {
  readonly outbound: Pick<OutboundClient, 'send'>;
  readonly sealer: Sealer;
  /** Names this process in the claims. */
  readonly processId: string;
}

/** Requests that a process has under way at once. */
const AT_ONCE = 40;

/** Bytes of an answer that are kept and judged. */
const KEEP = 64 * 1_024;

/** How long (ms) a request under way is waited for when the process ends. */
const LAST_CALL = 5 * SECOND;

/** How much longer than the request itself a claim holds (ms). */
const LEASE_MARGIN = 15 * SECOND;

/** The requests of runs that this process has under way. */
export interface HttpSteps {
  /** Claims what is ready, sends each once, and does not wait for the answers. */
  readonly turn: () => Promise<void>;
  /** Ends what is under way: a request that may have arrived is `unknown` then. */
  readonly close: () => Promise<void>;
}

/**
 * Executes the requests of runs; what came of each is stored under the fence of its claim. A process that
 * dies meanwhile leaves the step to become `unknown`; it is not sent again.
 */
export function createHttpSteps(deps: HttpStepsDeps): HttpSteps {
  const { store, clock, processId: by, log } = deps;
  const underway = new Set<Promise<void>>();
  const ending = new AbortController();
  const begin = (step: StepRow) => {
    const work = execute(deps, step, ending.signal)
      .catch((error) => log.warn({ err: error }, 'the outcome of a request could not be stored'))
      .finally(() => underway.delete(work));
    underway.add(work);
  };
  const turn = async () => {
    const limit = AT_ONCE - underway.size;
    if (limit <= 0 || ending.signal.aborted) return;
    const claim = { by, now: new Date(clock()), leaseMs: LEASE_MARGIN, limit };
    for (const step of await claimHttpSteps(store.db, claim)) begin(step);
  };
  const close = async () => {
    const late = setTimeout(() => ending.abort(), LAST_CALL);
    await Promise.all(underway);
    clearTimeout(late);
  };
  return { turn, close };
}

async function execute(deps: HttpStepsDeps, step: StepRow, signal: AbortSignal): Promise<void> {
  const { store, clock } = deps;
  const outcome = await outcomeOfSending(deps, step, signal);
  const claim = { stepId: step.step_id, fence: step.fence };
  await settleStep(store.db, step.tenant_id, claim, outcome, new Date(clock()));
}

async function outcomeOfSending(
  { store: { db }, sealer, outbound }: HttpStepsDeps,
  step: StepRow,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const bound = step.bound as unknown as BoundRequest;
  const opened = await openSecrets({ db, sealer }, step.tenant_id, bound.headers);
  if ('missing' in opened) {
    const names = opened.missing.join(', ');
    return { state: 'failed', reason: `nothing was sent: there is no secret ${names}` };
  }
  const request = requestOf(step, bound, opened.headers);
  const result = await outbound.send({ ...request, keepBody: KEEP, signal });
  const { output, ...outcome } = outcomeOf(step, result);
  if (output === undefined) return outcome;
  return { ...outcome, output: withoutSecrets(output, opened.hidden) };
}

interface BoundRequest {
  readonly method: HttpStep['method'];
  readonly url: string;
  readonly headers: BoundHeaders;
  readonly body: unknown;
}

function requestOf(
  step: StepRow,
  { method, url, body }: BoundRequest,
  headers: Readonly<Record<string, string>>,
) {
  const text = typeof body === 'string' || body === null ? body : JSON.stringify(body);
  const isJson = body !== null && typeof body !== 'string';
  return {
    pool: `remediation ${step.tenant_id}`,
    connections: 4,
    url,
    method,
    headers: {
      'user-agent': 'Tocsin',
      ...(isJson && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: text,
    timeoutMs: step.timeout_s * SECOND,
    verifyTls: true,
    ca: null,
  };
}

function outcomeOf(step: StepRow, result: OutboundResult): StepOutcome {
  // It may have arrived: only what certainly did not is a failure that can be tried again.
  if (!result.answered) {
    const state = NEVER_SENT.has(result.error) || isRead(step) ? 'failed' : 'unknown';
    return { state, reason: `${result.error}: ${result.detail}` };
  }
  const reason = judgeHttp(step.expect as HttpExpectation, result);
  return {
    state: reason === null ? 'succeeded' : 'failed',
    reason,
    http_status: result.status,
    output: result.body.replaceAll('\0', '\uFFFD'),
    output_bytes: Buffer.byteLength(result.body),
    output_digest: sha256Hex(result.body),
  };
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  'invalid_url',
  'blocked_address',
  'dns_failed',
  'connection_refused',
  'connection_failed',
  'tls_failed',
]);

function isRead({ bound }: StepRow): boolean {
  return bound.method === 'GET' || bound.method === 'HEAD';
}
