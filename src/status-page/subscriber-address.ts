import { sha256 } from '../kernel/hashing.ts';
import type { SubscriberChannel } from '../store/status-tables.ts';
import type { Sealer } from '../tenants/sealing.ts';
import type { SubscriberRow } from './subscriber-queries.ts';

/** A usable address of a channel. */
export interface ReadAddress {
  /** E-mail in lower case, a URL as it is called. */
  readonly text: string;
  readonly hash: Buffer;
  /** As people see it: the address, or the URL's host. */
  readonly label: string;
}

const EMAIL = /^[^\s@<>()[\]\\,;:"]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\.[a-z0-9-]{2,63}$/;
const LONGEST_EMAIL = 254;
const LONGEST_URL = 2_000;

/** The address in the form in which each is once a hub; else what is wrong with it. */
export function readAddress(
  channel: SubscriberChannel,
  given: string,
  faultOf: (url: string) => string | null,
): ReadAddress | { readonly fault: string } {
  const text = given.trim();
  return channel === 'email' ? readEmail(text.toLowerCase()) : readEndpoint(text, faultOf);
}

function readEmail(text: string): ReadAddress | { readonly fault: string } {
  const fits = text.length <= LONGEST_EMAIL && EMAIL.test(text) && !text.includes('..');
  if (!fits || text.includes('@.')) return { fault: 'not an e-mail address' };
  return { text, hash: sha256(text), label: text };
}

function readEndpoint(
  text: string,
  faultOf: (url: string) => string | null,
): ReadAddress | { readonly fault: string } {
  if (text.length > LONGEST_URL) return { fault: `longer than ${LONGEST_URL} characters` };
  const fault = faultOf(text);
  if (fault !== null) return { fault };
  const url = new URL(text);
  return { text: url.href, hash: sha256(url.href), label: url.host };
}

/** As it is stored: an e-mail address as it is, because it is looked for; a URL sealed. */
export function storedAddress(
  sealer: Sealer,
  channel: SubscriberChannel,
  owner: { readonly tenantId: string; readonly subscriberId: string },
  text: string,
): Buffer {
  if (channel === 'email') return Buffer.from(text);
  return sealer.seal(text, { tenantId: owner.tenantId, ownerId: owner.subscriberId });
}

/** The address in the clear. Throws when it cannot be opened. */
export function openAddress(
  sealer: Sealer,
  row: Pick<SubscriberRow, 'tenant_id' | 'subscriber_id' | 'channel' | 'address'>,
): string {
  if (row.channel === 'email') return row.address.toString('utf8');
  return sealer.open(row.address, { tenantId: row.tenant_id, ownerId: row.subscriber_id });
}
