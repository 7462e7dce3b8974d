import type { ReceiptBook, RequestFacts } from '../ingress/receipts.ts';
import { redactHeaders } from '../ingress/redaction.ts';
import { startTicker } from '../jobs/ticker.ts';
import { sha256 } from '../kernel/hashing.ts';
import { type Clock, SECOND } from '../kernel/time.ts';
import type { OutboundClient, OutboundResult } from '../outbound/client.ts';
import type { Store } from '../store/connection.ts';
import type { StoreLog } from '../store/log.ts';
import {
  type ConfirmationRow,
  deleteConfirmation,
  insertConfirmation,
  leaseConfirmation,
  putOffConfirmation,
} from './confirmation-queries.ts';
import type { Confirmation } from './format.ts';

export interface ConfirmingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly outbound: Pick<OutboundClient, 'send'>;
  readonly receipts: Pick<ReceiptBook, 'accepted' | 'refused'>;
  readonly log: StoreLog;
}

type AskingRequest = Omit<RequestFacts, 'status'>;

/**
 * Notes a subscription that is to be confirmed; resolves once that is durable. It is called after the
 * reply, and the receipt is written about the request that asked.
 */
export type ConfirmSubscription = (
  confirmation: Confirmation,
  request: AskingRequest,
  body: Buffer,
) => Promise<void>;

/** Confirms what is noted, whichever process noted it. */
export interface Confirming {
  readonly confirm: ConfirmSubscription;
  /** Waits for the call under way; what is left is for who runs next. */
  readonly close: () => Promise<void>;
}

const DEADLINE = 5 * SECOND;
/** Outlasts a call: who holds the lease calls alone. */
const LEASE = 15 * SECOND;
/** Milliseconds before the second and third attempt. */
const WAITS = [SECOND, 4 * SECOND];
/** As much as a receipt shows. */
const MAX_BODY_BYTES = 16_384;

/**
 * Calls the addresses that confirm, three times at most each, and leaves a receipt of how it went.
 * The caller has made sure that the vendor signed the request and that the address is the vendor's.
 * A process that dies after the call leaves it to be called again, which confirms nothing twice.
 */
export function createConfirming(deps: ConfirmingDeps): Confirming {
  let closed = false;
  const confirmDue = async () => {
    while (!closed && (await confirmNext(deps)));
  };
  const ticker = startTicker('confirming subscriptions', SECOND, confirmDue, deps.log);
  return {
    confirm: ({ url, subject }, request, body) => {
      const now = new Date(deps.clock());
      const { tenantId, integrationId: integration_id, ...facts } = request;
      const noted = { ...facts, headers: redactHeaders(facts.headers) };
      return insertConfirmation(deps.store.db, tenantId, {
        integration_id,
        url_hash: sha256(url),
        url,
        subject,
        request: JSON.stringify(noted),
        body: body.subarray(0, MAX_BODY_BYTES),
        due_at: now,
        created_at: now,
      });
    },
    close: async () => {
      closed = true;
      await ticker.close();
    },
  };
}

/** False when none is due. */
async function confirmNext(deps: ConfirmingDeps): Promise<boolean> {
  const { db } = deps.store;
  const now = deps.clock();
  const row = await leaseConfirmation(db, new Date(now), new Date(now + LEASE));
  if (!row) return false;
  const result = await callOnce(deps.outbound, row.url);
  const wait = isCutOff(result) ? 0 : WAITS[row.attempts - 1];
  if (!isFine(result) && !isFinal(result) && wait !== undefined) {
    await putOffConfirmation(db, row, new Date(deps.clock() + wait));
  } else if (await deleteConfirmation(db, row)) {
    writeReceipt(deps.receipts, row, result);
  }
  return true;
}

function writeReceipt(
  receipts: ConfirmingDeps['receipts'],
  row: ConfirmationRow,
  result: OutboundResult,
): void {
  const { tenant_id: tenantId, integration_id: integrationId, subject, body } = row;
  const noted = row.request as Omit<AskingRequest, 'tenantId' | 'integrationId'>;
  const request = { ...noted, tenantId, integrationId };
  if (isFine(result)) {
    const warnings = [`The subscription to ${subject} is confirmed; its messages come here.`];
    receipts.accepted({ ...request, status: 200, warnings, body });
    return;
  }
  const reason = result.answered ? `it answered ${result.status}` : result.detail;
  receipts.refused({
    ...request,
    status: result.answered ? result.status : 502,
    code: 'subscription_not_confirmed',
    detail: `The subscription to ${subject} could not be confirmed: ${reason}. Ask for the confirmation again in the console of the sender.`,
    body,
  });
}

function callOnce(outbound: Pick<OutboundClient, 'send'>, url: string): Promise<OutboundResult> {
  return outbound.send({
    pool: 'subscriptions',
    connections: 4,
    url,
    method: 'GET',
    headers: { 'user-agent': 'Tocsin' },
    body: null,
    timeoutMs: DEADLINE,
    verifyTls: true,
    ca: null,
  });
}

function isFine(result: OutboundResult): boolean {
  return result.answered && result.status >= 200 && result.status < 300;
}

/** By the end of this process, which says nothing of the address. */
function isCutOff(result: OutboundResult): boolean {
  return !result.answered && result.error === 'shutting_down';
}

function isFinal(result: OutboundResult): boolean {
  if (result.answered) return result.status >= 400 && result.status < 500;
  return result.error === 'blocked_address';
}
