import { api } from '../api/client.ts';
import { toFailure, unwrap } from '../api/failure.ts';
import { tellDone, tellRefused } from '../frame/toasts.ts';
import { nameOfType } from './event-types.ts';
import { type DeliveryRow, refreshWebhooks } from './webhook-data.ts';

/** What was counted, or started. */
export interface Replayed {
  readonly count: number;
  /** Their bytes are no longer stored. */
  readonly skipped: number;
}

/** Sends one delivery again, and says so. */
export async function replayOne(id: string): Promise<void> {
  try {
    await start(id);
    tellDone('It is being sent again');
  } catch (error) {
    tellRefused('It was not sent again', toFailure(error).message);
  }
  await refreshWebhooks();
}

/** Sends several again, oldest first, one after another; names those that were refused. */
export async function replaySelected(rows: readonly DeliveryRow[]): Promise<void> {
  const refused: string[] = [];
  for (const row of rows.toSorted((a, b) => (a.event_at < b.event_at ? -1 : 1))) {
    try {
      await start(row.delivery_id);
    } catch (error) {
      refused.push(`${nameOfType(row.event_type)}: ${toFailure(error).message}`);
    }
  }
  const sent = rows.length - refused.length;
  if (sent > 0) tellDone(sentWords(sent));
  if (refused.length > 0) {
    tellRefused(`${refused.length} of ${rows.length} were not sent again`, ...refused.slice(0, 5));
  }
  await refreshWebhooks();
}

/** Counts, or sends again, everything that was given up since then. */
export async function replaySince(id: string, from: string, dry_run: boolean): Promise<Replayed> {
  return unwrap<Replayed>(
    (await api.POST('/api/v1/outbound-webhooks/{id}/replay', {
      params: { path: { id } },
      body: { from, outcome: 'dead', dry_run },
    })) as never,
  );
}

/** `3 events are being sent again` */
export function sentWords(count: number): string {
  return count === 1 ? '1 event is being sent again' : `${count} events are being sent again`;
}

async function start(id: string): Promise<void> {
  unwrap((await api.POST('/api/v1/deliveries/{id}/replay', { params: { path: { id } } })) as never);
}
