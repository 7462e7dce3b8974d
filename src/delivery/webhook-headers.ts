import type { Sealer, SealOwner } from '../tenants/sealing.ts';
import type { WebhookRow } from './webhook-queries.ts';

/** Header names and values as people configure them. */
export type Headers = Readonly<Record<string, string>>;

/** What stands for a header value that is kept and not shown. */
export const HIDDEN = '…';

/** What a destination's headers and secrets are sealed for. */
export function sealOwnerOf(row: Pick<WebhookRow, 'tenant_id' | 'webhook_id'>): SealOwner {
  return { tenantId: row.tenant_id, ownerId: row.webhook_id };
}

/** Null without any header. */
export function sealHeaders(sealer: Sealer, owner: SealOwner, headers: Headers): Buffer | null {
  if (Object.keys(headers).length === 0) return null;
  return sealer.seal(JSON.stringify(headers), owner);
}

/** The headers of a destination in the clear. Throws when they cannot be opened. */
export function openHeaders(
  sealer: Sealer,
  row: Pick<WebhookRow, 'tenant_id' | 'webhook_id' | 'headers'>,
): Headers {
  if (row.headers === null) return {};
  return JSON.parse(sealer.open(row.headers, sealOwnerOf(row)));
}

/**
 * The wanted headers, where a {@link HIDDEN} value stands for the stored one of that name: what the
 * API shows may be sent back as it is.
 */
export function withKeptValues(wanted: Headers, stored: Headers): Record<string, string> {
  const kept = new Map(Object.entries(stored).map(([name, value]) => [name.toLowerCase(), value]));
  const merged = Object.entries(wanted).map(([name, value]) => [
    name,
    value === HIDDEN ? (kept.get(name.toLowerCase()) ?? value) : value,
  ]);
  return Object.fromEntries(merged);
}
