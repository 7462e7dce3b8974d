import { readServiceNames } from '../incidents/service-refs.ts';
import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Sealer } from '../tenants/sealing.ts';
import type { ChannelRow } from './channel-queries.ts';
import type { ChannelView } from './channel-schemas.ts';
import { maskedUrl, ownerOfChannel } from './chat-urls.ts';

/** Chat channels as the API shows them: of a URL only whose it is. */
export async function showChannels(
  db: Db,
  tenantId: string,
  sealer: Sealer,
  rows: readonly ChannelRow[],
): Promise<ChannelView[]> {
  const names = await readServiceNames(
    db,
    tenantId,
    rows.flatMap((row) => row.service_ids ?? []),
  );
  return rows.map((row) => ({
    ...auditedChannel(row, sealer),
    id: row.channel_id,
    services: (row.service_ids ?? []).flatMap((id) => names(id) ?? []),
    events: row.events as ChannelView['events'],
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  }));
}

/** One of them, as {@link showChannels}. */
export async function showChannel(db: Db, sealer: Sealer, row: ChannelRow): Promise<ChannelView> {
  const [view] = await showChannels(db, row.tenant_id, sealer, [row]);
  if (!view) throw new Error('One row gives one view.');
  return view;
}

/** A channel for the audit log: nothing that is secret. */
export function auditedChannel(row: ChannelRow, sealer: Sealer) {
  const { name, service_ids, events, min_severity } = row;
  const url = maskedUrl(sealer.open(row.url, ownerOfChannel(row.tenant_id, row.channel_id)));
  return { name, url, service_ids, events, min_severity };
}
