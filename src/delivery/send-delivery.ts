import { storable, truncate } from '../kernel/text.ts';
import type { Clock, Instant } from '../kernel/time.ts';
import type { OutboundClient, OutboundResult } from '../outbound/client.ts';
import type { AttemptRow } from './attempt.ts';
import type { Finished } from './completion.ts';
import type { Destination } from './destinations.ts';
import type { Head } from './lane-queries.ts';
import { judge, type Verdict } from './rules/verdict.ts';
import { signatureHeaders } from './signing.ts';

export interface SendDeps {
  readonly clock: Clock;
  readonly random: () => number;
  readonly outbound: Pick<OutboundClient, 'send'>;
  /** `Tocsin/<version>`. */
  readonly userAgent: string;
}

/** Makes one attempt and says what came of it. Never throws. Null: cut off by shutting down. */
export async function sendDelivery(
  deps: SendDeps,
  head: Head,
  destination: Destination,
): Promise<Finished | null> {
  const attemptedAt = deps.clock();
  const maxAttempts = attemptsOf(head, destination);
  if (head.body === null) return giveUp(head, destination, attemptedAt, PAYLOAD_GONE);
  // Whether the interrupted request was sent is unknown; at most once means: not again.
  if (head.lane.interrupted && maxAttempts === 1) {
    return giveUp(head, destination, attemptedAt, INTERRUPTED);
  }
  const own = { 'content-type': 'application/json', 'user-agent': deps.userAgent };
  const signature = signatureHeaders(destination.secrets, head.eventId, attemptedAt, head.body);
  const result = await deps.outbound.send({
    pool: destination.destinationId,
    connections: destination.maxInFlight,
    url: destination.url,
    method: 'POST',
    headers: { ...own, ...destination.headers, ...signature },
    body: head.body,
    timeoutMs: destination.timeoutMs,
    verifyTls: destination.verifyTls,
    ca: destination.ca,
  });
  if (!result.answered && result.error === 'shutting_down') return null;
  const now = deps.clock();
  const verdict = judge({
    result,
    attempt: head.attempts + 1,
    maxAttempts,
    delays: destination.delays,
    now,
    random: deps.random(),
  });
  const shown = { ...own, ...redacted(destination.headers), ...redactedSignature(signature) };
  return {
    head,
    attempt: {
      ...facts(head, attemptedAt),
      attempt: head.attempts + 1,
      outcome: verdict.outcome,
      ...withoutEchoes(answerOf(result, verdict), destination),
      nextAttemptAt: verdict.nextAt,
      url: destination.url,
      requestHeaders: JSON.stringify(shown),
    },
    retryInMs: verdict.nextAt === null ? null : Math.max(0, Math.round(verdict.nextAt - now)),
    keep: verdict.outcome === 'delivered',
    // Where nothing is sent twice there is nothing to wait for: each event is worth one attempt.
    healthy: maxAttempts === 1 ? null : verdict.healthy,
    pauseUntil: verdict.pauseUntil,
    disable: verdict.disable,
  };
}

/** What a person starts is tried once: they see what came of it and decide themselves. */
function attemptsOf({ origin }: Head, { maxAttempts }: Destination): number {
  return origin === 'test' || origin === 'action' ? 1 : maxAttempts;
}

const PAYLOAD_GONE = {
  error: 'payload_expired',
  detail: 'The event is older than payloads are kept.',
} as const;

const INTERRUPTED = {
  error: 'interrupted',
  detail: 'The hub stopped while this was being sent. It may have arrived; at most one is allowed.',
} as const;

function giveUp(
  head: Head,
  { url }: Destination,
  at: Instant,
  reason: { readonly error: string; readonly detail: string },
): Finished {
  return {
    head,
    attempt: {
      ...facts(head, at),
      attempt: head.attempts + 1,
      outcome: 'dead',
      status: null,
      ...reason,
      durationMs: 0,
      nextAttemptAt: null,
      url,
      requestHeaders: '{}',
      responseHeaders: null,
      responseBody: null,
    },
    retryInMs: null,
    keep: true,
    healthy: null,
    pauseUntil: null,
    disable: false,
  };
}

function facts(head: Head, attemptedAt: Instant) {
  const { lane, deliveryId, eventId, eventType, subjectId, eventAt } = head;
  const { variant, payloadAt, origin, requestedBy } = head;
  const { tenantId, destinationId } = lane;
  return {
    tenantId,
    destinationId,
    deliveryId,
    attemptedAt,
    eventId,
    eventType,
    subjectId,
    eventAt,
    variant,
    payloadAt,
    origin,
    requestedBy,
  };
}

type Answer = Pick<
  AttemptRow,
  'status' | 'error' | 'detail' | 'durationMs' | 'responseHeaders' | 'responseBody'
>;

function answerOf(result: OutboundResult, { error }: Verdict): Answer {
  const durationMs = Math.round(result.durationMs);
  if (!result.answered) {
    const { detail } = result;
    return { status: null, error, detail, durationMs, responseHeaders: null, responseBody: null };
  }
  return {
    status: result.status,
    error,
    detail: error === null ? null : `The endpoint answered ${result.status}.`,
    durationMs,
    responseHeaders: JSON.stringify(keptHeaders(result.headers)),
    responseBody: storable(result.body),
  };
}

/** Shorter values say nothing, and would be found in any text. */
const SHORTEST_SECRET = 8;

/** A receiver that sends back what it got must not put our secrets into the history. */
function withoutEchoes(answer: Answer, { headers, secrets }: Destination): Answer {
  const own = [...Object.values(headers), ...secrets].filter(
    (value) => value.length >= SHORTEST_SECRET,
  );
  const clean = (text: string | null) =>
    own.reduce<string | null>((kept, value) => kept?.replaceAll(value, '…') ?? null, text);
  return {
    ...answer,
    responseHeaders: clean(answer.responseHeaders),
    responseBody: clean(answer.responseBody),
  };
}

/** Values of configured headers are secrets as a rule; the history shows that they were sent. */
function redacted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name.toLowerCase(), '…']));
}

function redactedSignature(headers: Readonly<Record<string, string>>): Record<string, string> {
  return { ...headers, 'webhook-signature': 'v1,…' };
}

const SECRET_HEADERS = new Set(['set-cookie', 'authorization', 'www-authenticate']);

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).slice(0, 50);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, SECRET_HEADERS.has(name) ? '…' : truncate(value, 500)]),
  );
}
