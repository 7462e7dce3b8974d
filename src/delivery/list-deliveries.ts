import { foreignCursor, timeKeyIn } from '../incidents/page-keys.ts';
import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { filterOf, outcomesOf } from './history-filter.ts';
import {
  type AttemptKey,
  type HistoryFilter,
  hasHistory,
  listAttemptRows,
  listWaitingRows,
} from './history-queries.ts';
import type {
  DeliveriesQuery,
  DeliveryRowView,
  WebhookDeliveriesQuery,
} from './history-schemas.ts';
import { type HistoryShown, showAttemptRow, showWaitingRow } from './history-view.ts';
import { readWebhookNames } from './webhook-queries.ts';

/**
 * The invocation history of one webhook, newest first: a row an attempt, or with `outcome=pending`
 * what waits. A deleted webhook has one as long as it is kept.
 */
export function listWebhookDeliveries(
  context: Context,
  input: WebhookDeliveriesQuery & { readonly id: string },
): Promise<Page<DeliveryRowView>> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  const { id, ...query } = input;
  return readVerb(context, async (db) => {
    const exists = (await readWebhookNames(db, tenantId, [id])).has(id);
    if (!exists && !(await hasHistory(db, tenantId, id))) throw notFound('The webhook');
    return list(db, context, { ...query, webhook: id });
  });
}

/** The same over all webhooks and custom actions, of one incident, alert or webhook. */
export function listDeliveries(
  context: Context,
  input: DeliveriesQuery,
): Promise<Page<DeliveryRowView>> {
  requireScope(context, 'responder');
  if ((input.incident ?? input.alert ?? input.webhook) === undefined) {
    throw invalid('The history is that of one incident, alert or webhook.', [
      { pointer: '/incident', expected: 'this, or alert, or webhook', received: 'nothing' },
    ]);
  }
  return readVerb(context, (db) => list(db, context, input));
}

async function list(
  db: Db,
  context: Context,
  { limit = PAGE_SIZE, cursor, outcome, ...rest }: DeliveriesQuery,
): Promise<Page<DeliveryRowView>> {
  const filter = filterOf(rest);
  if (outcome === 'pending') return listWaiting(db, context, filter, { limit, cursor });
  const { tenantId } = context.caller;
  const after = cursor === undefined ? null : attemptKeyIn(cursor);
  const wanted = { ...filter, outcomes: outcomesOf(outcome) };
  const rows = await listAttemptRows(db, tenantId, wanted, after, limit + 1);
  const page = pageOf(rows, limit, (row) => [
    row.attempted_at.getTime(),
    row.delivery_id,
    row.attempt,
  ]);
  const shown = await shownWith(db, context, page.data);
  return { ...page, data: page.data.map((row) => showAttemptRow(row, shown)) };
}

async function listWaiting(
  db: Db,
  context: Context,
  filter: HistoryFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<Page<DeliveryRowView>> {
  const { tenantId } = context.caller;
  const rows = await listWaitingRows(db, tenantId, filter, timeKeyIn(cursor), limit + 1);
  const page = pageOf(rows, limit, (row) => [row.created_at.getTime(), row.delivery_id]);
  const shown = await shownWith(db, context, page.data);
  return { ...page, data: page.data.map((row) => showWaitingRow(row, shown)) };
}

async function shownWith(
  db: Db,
  { caller }: Context,
  rows: readonly { readonly destination_id: string }[],
): Promise<HistoryShown> {
  const ids = rows.map((row) => row.destination_id);
  return { names: await readWebhookNames(db, caller.tenantId, ids), scope: caller.scope };
}

/** Reads a cursor of `[ms, delivery, attempt]`. */
function attemptKeyIn(cursor: string): AttemptKey {
  const [at, deliveryId, attempt] = decodeCursor(cursor, 3);
  if (typeof at !== 'number' || !(Math.abs(at) < 8.64e15)) throw foreignCursor(cursor);
  if (typeof attempt !== 'number' || !(Math.abs(attempt) < 2 ** 31)) throw foreignCursor(cursor);
  return { at: new Date(at), deliveryId: String(deliveryId), attempt: Math.trunc(attempt) };
}
