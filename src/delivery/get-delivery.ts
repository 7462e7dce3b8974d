import { notFound } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import {
  type AttemptRow,
  findPayload,
  findWaiting,
  listAttemptsOf,
  type WaitingRow,
} from './history-queries.ts';
import type { DeliveryDetail } from './history-schemas.ts';
import { eventOf, showAttempt } from './history-view.ts';
import { readWebhookNames } from './webhook-queries.ts';

/** Bytes of a request's body that are shown. */
const MOST_SHOWN = 65_536;

/** A delivery with every attempt: what was sent and what came back. */
export function getDelivery(
  context: Context,
  input: { readonly id: string },
): Promise<DeliveryDetail> {
  requireScope(context, 'responder');
  return readVerb(context, async (db) => {
    const found = await findDelivery(db, context.caller.tenantId, input.id);
    if (!found) throw notFound('The delivery');
    return showDelivery(db, context, input.id, found);
  });
}

/** A delivery as its attempts and, until it has ended, its row tell of it. */
export interface FoundDelivery {
  /** What it is about. */
  readonly about: AttemptRow | WaitingRow;
  readonly attempts: readonly AttemptRow[];
  readonly waiting: WaitingRow | undefined;
}

/** Undefined when there is none in this tenant. */
export async function findDelivery(
  db: Db,
  tenantId: string,
  deliveryId: string,
): Promise<FoundDelivery | undefined> {
  const attempts = await listAttemptsOf(db, tenantId, deliveryId);
  const last = attempts.at(-1);
  const waiting = await findWaiting(db, tenantId, deliveryId, last?.destination_id ?? null);
  const about = waiting ?? last;
  return about && { about, attempts, waiting };
}

/** The whole delivery as the API shows it. */
async function showDelivery(
  db: Db,
  { caller }: Context,
  id: string,
  { about, attempts, waiting }: FoundDelivery,
): Promise<DeliveryDetail> {
  const { tenantId, scope } = caller;
  const names = await readWebhookNames(db, tenantId, [about.destination_id]);
  const body = await findPayload(db, tenantId, about);
  const next = waiting?.ready_at ?? null;
  return {
    id,
    state: stateOf(attempts, waiting),
    ...eventOf(about, { names, scope }),
    next_attempt_at: next === null ? null : formatInstant(next.getTime()),
    request_body: body === undefined ? null : beginningOf(body),
    request_body_bytes: body === undefined ? null : Buffer.byteLength(body),
    attempts: attempts.map((row) => showAttempt(row, scope)),
  };
}

/** Retrying with nothing left that could be retried: its webhook was deleted. */
function stateOf(
  attempts: readonly AttemptRow[],
  waiting: WaitingRow | undefined,
): DeliveryDetail['state'] {
  if (waiting) return 'pending';
  const last = attempts.at(-1)?.outcome;
  return last === undefined || last === 'retrying' ? 'cancelled' : last;
}

function beginningOf(body: string): string {
  const bytes = Buffer.from(body);
  if (bytes.length <= MOST_SHOWN) return body;
  // A character cut in half becomes a replacement character.
  return bytes
    .subarray(0, MOST_SHOWN)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}
