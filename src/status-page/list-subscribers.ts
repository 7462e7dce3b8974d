import { decodeCursor, type Page, pageOf } from '../kernel/cursors.ts';
import { notFound } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { requireScope } from '../tenants/caller.ts';
import { PAGE_SIZE } from '../tenants/page-schemas.ts';
import { readVerb } from '../tenants/reading.ts';
import { listLastMessages } from './message-queries.ts';
import { findPageHub, type PageHubRow } from './page-queries.ts';
import { outcomesOf } from './settle-deliveries.ts';
import { countSubscribers, listSubscriberRows, type SubscriberRow } from './subscriber-queries.ts';
import type { SubscriberCounts, SubscribersQuery, SubscriberView } from './subscriber-schemas.ts';
import { showSubscriber } from './subscriber-view.ts';
import type { SubscribersContext } from './subscribers-context.ts';

/** The hub, or 404. */
export async function requireHub(db: Db, tenantId: string, hubId: string): Promise<PageHubRow> {
  const hub = await findPageHub(db, tenantId, hubId);
  if (!hub) throw notFound('The hub');
  return hub;
}

/** The subscribers of a hub, newest first. For admins: addresses are personal data. */
export function listSubscribers(
  context: SubscribersContext,
  input: SubscribersQuery & { readonly id: string },
): Promise<Page<SubscriberView>> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const { id: hubId, limit = PAGE_SIZE, cursor } = input;
  const before = cursor === undefined ? null : String(decodeCursor(cursor, 1)[0]);
  const filter = {
    channel: input.channel ?? null,
    state: input.state ?? null,
    serviceId: input.service ?? null,
    text: input.q ?? null,
  };
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, hubId);
    const key = { tenantId, hubId };
    const rows = await listSubscriberRows(db, key, filter, before, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.subscriber_id]);
    return { ...page, data: await showSubscribers(db, context, page.data) };
  });
}

/** Subscribers of one hub with what each was told last. */
export async function showSubscribers(
  db: Db,
  context: Pick<SubscribersContext, 'sealer' | 'subscriptions'>,
  rows: readonly SubscriberRow[],
): Promise<SubscriberView[]> {
  const [first] = rows;
  if (!first) return [];
  const { tenant_id: tenantId, hub_id: hubId } = first;
  const ids = rows.map((row) => row.subscriber_id);
  const last = await listLastMessages(db, tenantId, hubId, ids);
  const underWay = [...last.values()].filter(({ status }) => status === 'pending');
  const outcomes = await outcomesOf(db, context, tenantId, underWay);
  return rows.map((row) => {
    const message = last.get(row.subscriber_id);
    const outcome = outcomes.get(message?.delivery_id ?? '');
    return showSubscriber(context.sealer, row, message, outcome);
  });
}

/** How many subscribers a hub has, by channel and state; nothing of who they are. */
export function countHubSubscribers(
  context: Pick<SubscribersContext, 'store' | 'clock' | 'caller'>,
  input: { readonly id: string },
): Promise<SubscriberCounts> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    await requireHub(db, tenantId, input.id);
    const rows = await countSubscribers(db, { tenantId, hubId: input.id });
    const of = (channel: string) => {
      const row = rows.find((each) => each.channel === channel);
      const { active = 0, unconfirmed = 0, unsubscribed = 0 } = row ?? {};
      return { active, unconfirmed, unsubscribed };
    };
    return { email: of('email'), webhook: of('webhook'), slack: of('slack') };
  });
}
