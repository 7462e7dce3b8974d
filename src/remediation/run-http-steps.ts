import { sha256Hex } from '../kernel/hashing.ts';
import { SECOND } from '../kernel/time.ts';
import type { OutboundClient, OutboundResult } from '../outbound/client.ts';
import type { HttpExpectation } from '../recipes/rules/recipe-schema.ts';
import type { RunsDeps } from './advance-runs.ts';
import { judgeHttp } from './judge-step.ts';
import { claimHttpSteps, type StepOutcome, type StepRow, settleStep } from './run-queries.ts';

/** What executes the requests of runs. */
export interface HttpStepsDeps extends RunsDeps {
  readonly outbound: Pick<OutboundClient, 'send'>;
  /** Names this process in the claims. */
  readonly processId: string;
}

const AT_ONCE = 10;

/** How much longer than the request itself a claim holds (ms). */
const LEASE_MARGIN = 15 * SECOND;

/**
 * Claims requests that are ready, sends each once, and stores what came of it under the fence of its
 * claim. A process that dies meanwhile leaves the step to become `unknown`; it is not sent again.
 */
export async function runHttpSteps(deps: HttpStepsDeps): Promise<void> {
  const { store, clock, processId: by } = deps;
  const now = new Date(clock());
  const claim = { by, now, leaseMs: LEASE_MARGIN, limit: AT_ONCE };
  const steps = await claimHttpSteps(store.db, claim);
  await Promise.all(steps.map((step) => execute(deps, step)));
}

async function execute({ store, clock, outbound }: HttpStepsDeps, step: StepRow): Promise<void> {
  const result = await outbound.send(requestOf(step));
  const outcome = outcomeOf(step, result);
  const claim = { stepId: step.step_id, fence: step.fence };
  await settleStep(store.db, step.tenant_id, claim, outcome, new Date(clock()));
}

interface BoundRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function requestOf(step: StepRow) {
  const bound = step.bound as unknown as BoundRequest;
  const { body } = bound;
  const text = typeof body === 'string' || body === null ? body : JSON.stringify(body);
  const isJson = body !== null && typeof body !== 'string';
  return {
    pool: `remediation ${step.tenant_id}`,
    connections: 4,
    url: bound.url,
    method: bound.method,
    headers: {
      'user-agent': 'Tocsin',
      ...(isJson && { 'content-type': 'application/json' }),
      ...bound.headers,
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
  return bound.method === 'GET';
}
