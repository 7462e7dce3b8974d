import { formatInstant, formatOptional } from '../kernel/time.ts';
import type { Sealer } from '../tenants/sealing.ts';
import type { MessageRow } from './message-queries.ts';
import { openAddress } from './subscriber-address.ts';
import type { ChannelOutcome } from './subscriber-channel.ts';
import type { SubscriberRow, SubscriberState } from './subscriber-queries.ts';
import type { SubscriberView } from './subscriber-schemas.ts';

/** How a subscription stands. */
export function stateOf(
  row: Pick<SubscriberRow, 'confirmed_at' | 'unsubscribed_at'>,
): SubscriberState {
  if (row.unsubscribed_at !== null) return 'unsubscribed';
  return row.confirmed_at === null ? 'unconfirmed' : 'active';
}

/** A subscriber as admins see it. */
export function showSubscriber(
  sealer: Sealer,
  row: SubscriberRow,
  last: MessageRow | undefined,
  outcome: ChannelOutcome | undefined,
): SubscriberView {
  return {
    id: row.subscriber_id,
    channel: row.channel,
    address: openAddress(sealer, row),
    label: row.label,
    services: row.service_ids,
    locale: row.locale,
    state: stateOf(row),
    source: row.source,
    confirmed_at: instantOf(row.confirmed_at),
    confirmation_sent_at: instantOf(row.confirm_sent_at),
    unsubscribed_at: instantOf(row.unsubscribed_at),
    created_at: formatInstant(row.created_at.getTime()),
    last_message: last ? { notice_id: last.notice_id, ...showOutcome(last, outcome) } : null,
  };
}

/** How telling somebody went: what the lanes know of a delivery under way, else what is noted. */
export function showOutcome(row: MessageRow, outcome: ChannelOutcome | undefined) {
  if (row.status === 'pending' && outcome) {
    const { state, reason, attempts, at } = outcome;
    const when = at ?? row.updated_at.getTime();
    return { status: state, reason, attempts, at: formatInstant(when) };
  }
  const { status, reason, attempts, updated_at } = row;
  return { status, reason, attempts, at: formatInstant(updated_at.getTime()) };
}

function instantOf(at: Date | null): string | null {
  return formatOptional(at?.getTime() ?? null);
}
