import type { Instant } from '../kernel/time.ts';
import type { Column } from '../store/columns.ts';
import type { DeliveryFacts } from './delivery-facts.ts';

/** How a delivery stands after an attempt. */
export type Outcome = 'delivered' | 'retrying' | 'dead' | 'superseded';

/** An attempt as ATTEMPT_COLUMNS has it; JSON is text. */
export interface AttemptRow extends DeliveryFacts {
  readonly tenantId: string;
  readonly destinationId: string;
  /** From 1; 0 for a delivery that ended without one. */
  readonly attempt: number;
  readonly attemptedAt: Instant;
  readonly outcome: Outcome;
  readonly status: number | null;
  /** Stable code, e.g. `http_500` or `timeout`; null when delivered. */
  readonly error: string | null;
  /** The same for people. */
  readonly detail: string | null;
  readonly durationMs: number;
  readonly nextAttemptAt: Instant | null;
  readonly url: string;
  readonly requestHeaders: string;
  readonly responseHeaders: string | null;
  readonly responseBody: string | null;
}

export const ATTEMPT_COLUMNS: readonly Column[] = [
  ['tenant_id', 'text'],
  ['destination_id', 'text'],
  ['delivery_id', 'text'],
  ['attempt', 'int4'],
  ['attempted_at', 'timestamptz'],
  ['event_id', 'text'],
  ['event_type', 'text'],
  ['subject_id', 'text'],
  ['event_at', 'timestamptz'],
  ['variant', 'text'],
  ['payload_at', 'timestamptz'],
  ['origin', 'text'],
  ['requested_by', 'jsonb'],
  ['outcome', 'text'],
  ['status', 'int4'],
  ['error', 'text'],
  ['detail', 'text'],
  ['duration_ms', 'int4'],
  ['next_attempt_at', 'timestamptz'],
  ['url', 'text'],
  ['request_headers', 'json'],
  ['response_headers', 'json'],
  ['response_body', 'text'],
];
