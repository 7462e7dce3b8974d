import { newId, newToken } from '../kernel/ids.ts';
import { storable, truncate } from '../kernel/text.ts';
import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { NewReceipt } from './queries.ts';
import { createReceiptBuffer } from './receipt-buffer.ts';
import { createReceiptRates } from './receipt-rates.ts';
import { bodyExcerpt, redactHeaders } from './redaction.ts';
import type { RequestHeaders } from './signatures.ts';

/** What a receipt says of any request. */
export interface RequestFacts {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly status: number;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly headers: RequestHeaders;
  /** Length of the whole body. */
  readonly bodyBytes: number;
}

export interface RefusedRequest extends RequestFacts {
  readonly code: string;
  readonly detail: string;
  /** What was read of the body; null when it was not read. */
  readonly body: Buffer | null;
}

interface AcceptedRequest extends RequestFacts {
  readonly outcome?: 'accepted' | 'duplicate';
  readonly warnings?: readonly string[];
  /** Of a request that nothing was made of; it leaves a receipt as refused ones do. */
  readonly body?: Buffer | null;
}

/**
 * Notes what happened to requests (domain, "Receipt"), in the background: no call waits for the
 * database, none fails. While the database is away the newest receipts are kept, up to a bound.
 */
export interface ReceiptBook {
  /** Every refusal counts; at most ten a second and integration leave a receipt. */
  readonly refused: (request: RefusedRequest) => void;
  /**
   * One a minute and integration leaves a receipt, and each with a body that nothing was made of, up
   * to ten a second; the intake commit counts them all.
   */
  readonly accepted: (request: AcceptedRequest) => void;
  /** Writes what is waiting; resolves also when the database refuses. */
  readonly flush: () => Promise<void>;
  /** Stops the timer and writes what is waiting. */
  readonly close: () => Promise<void>;
  /** Receipts given up since the start, because the database was away or refused them. */
  readonly lost: () => number;
}

export interface ReceiptBookOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Tells this process's counts from those of other replicas. Default: random. */
  readonly writer?: string;
  readonly onError?: (error: unknown) => void;
}

export function createReceiptBook(options: ReceiptBookOptions): ReceiptBook {
  const { clock } = options;
  const writer = options.writer ?? `receipts-${newToken(9)}`;
  const buffer = createReceiptBuffer({ ...options, writer });
  const rates = createReceiptRates();
  return {
    refused: (request) => {
      const now = clock();
      buffer.countRefused(request.tenantId, request.integrationId, now);
      if (!rates.keepsRefused(request.integrationId, now)) return;
      buffer.add({
        ...rowOf(request, now),
        outcome: 'refused',
        code: request.code,
        detail: storable(truncate(request.detail, 1_000)),
        body: request.body === null ? null : bodyExcerpt(request.body),
      });
    },
    accepted: (request) => {
      const now = clock();
      const { body = null } = request;
      const keeps = body === null ? rates.keepsAccepted : rates.keepsRefused;
      if (!keeps(request.integrationId, now)) return;
      const warnings = (request.warnings ?? []).slice(0, 20).map((text) => truncate(text, 500));
      buffer.add({
        ...rowOf(request, now),
        outcome: request.outcome ?? 'accepted',
        code: null,
        detail: null,
        warnings: JSON.stringify(warnings.map(storable)),
        body: body === null ? null : bodyExcerpt(body),
      });
    },
    flush: buffer.flush,
    close: buffer.close,
    lost: buffer.lost,
  };
}

function rowOf(request: RequestFacts, now: number): Omit<NewReceipt, 'outcome'> {
  return {
    tenant_id: request.tenantId,
    integration_id: request.integrationId,
    receipt_id: newId('rcp'),
    received_at: new Date(now),
    status: request.status,
    // Given even when empty: rows of one insert must name the same columns.
    warnings: '[]',
    ip: request.ip,
    request_id: request.requestId === null ? null : storable(request.requestId),
    headers: JSON.stringify(redactHeaders(request.headers)),
    body_bytes: request.bodyBytes,
  };
}
