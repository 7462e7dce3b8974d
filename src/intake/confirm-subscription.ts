import type { ReceiptBook, RequestFacts } from '../ingress/receipts.ts';
import { SECOND } from '../kernel/time.ts';
import type { OutboundClient, OutboundResult } from '../outbound/client.ts';
import type { Errands } from '../tenants/errands.ts';
import type { Confirmation } from './format.ts';

export interface ConfirmingDeps {
  readonly outbound: Pick<OutboundClient, 'send'>;
  readonly receipts: Pick<ReceiptBook, 'accepted' | 'refused'>;
  readonly errands: Pick<Errands, 'run'>;
}

/** Confirms a subscription after the reply; the receipt is written about the same request. */
export type ConfirmSubscription = (
  confirmation: Confirmation,
  request: Omit<RequestFacts, 'status'>,
  body: Buffer,
) => void;

const DEADLINE = 5 * SECOND;
/** Milliseconds before the second and third attempt. */
const WAITS = [SECOND, 4 * SECOND];

/**
 * Calls the address that confirms, three times at most, and leaves a receipt of how it went. The
 * caller has made sure that the vendor signed the request and that the address is the vendor's.
 */
export function createConfirming({ outbound, receipts, errands }: ConfirmingDeps) {
  const confirm: ConfirmSubscription = (confirmation, request, body) => {
    errands.run('confirming a subscription', async () => {
      const { url, subject } = confirmation;
      const result = await call(outbound, url);
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
    });
  };
  return confirm;
}

async function call(outbound: Pick<OutboundClient, 'send'>, url: string): Promise<OutboundResult> {
  let result = await callOnce(outbound, url);
  for (const wait of WAITS) {
    if (isFine(result) || isFinal(result)) break;
    await new Promise((resolve) => setTimeout(resolve, wait));
    result = await callOnce(outbound, url);
  }
  return result;
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

function isFinal(result: OutboundResult): boolean {
  if (result.answered) return result.status >= 400 && result.status < 500;
  return result.error === 'shutting_down' || result.error === 'blocked_address';
}
