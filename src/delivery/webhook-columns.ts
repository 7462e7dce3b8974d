import { storable } from '../kernel/text.ts';
import type { Context } from '../tenants/caller.ts';
import type { Sealer, SealOwner } from '../tenants/sealing.ts';
import { certificatesIn } from './webhook-checks.ts';
import { type Headers, openHeaders, sealHeaders, withKeptValues } from './webhook-headers.ts';
import type { WebhookRow } from './webhook-queries.ts';

/** How a destination is reached, as a request may give it; null takes away. */
export interface Reach {
  readonly name?: string;
  readonly url?: string;
  readonly headers?: Headers | null;
  readonly verify_tls?: boolean;
  readonly ca?: string | null;
}

type ReachColumns = Pick<WebhookRow, 'name' | 'url' | 'headers' | 'verify_tls' | 'ca'>;

/** The columns of what is given; header names become lower case, as they are sent. */
export function reachColumns(
  sealer: Sealer,
  owner: SealOwner,
  { name, url, headers, verify_tls, ca }: Reach,
): Partial<ReachColumns> {
  return {
    ...(name !== undefined && { name: storable(name.trim()) }),
    ...(url !== undefined && { url }),
    ...(headers !== undefined && {
      headers: sealHeaders(sealer, owner, lowerCased(headers ?? {})),
    }),
    ...(verify_tls !== undefined && { verify_tls }),
    ...(ca !== undefined && { ca: ca === null ? null : certificatesIn(ca).join('\n') }),
  };
}

function lowerCased(headers: Headers): Headers {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

/** Whether a request changes what failures may have come from, so that they count no more. */
export function startsAfresh(input: Reach & { readonly enabled?: boolean }): boolean {
  const { url, headers, verify_tls, ca, enabled } = input;
  return enabled === true || [url, headers, verify_tls, ca].some((each) => each !== undefined);
}

type EnabledColumns = Pick<WebhookRow, 'enabled' | 'disabled_reason' | 'disabled_at'>;

/** Switched on, the destination has no past; switched off, it says who did it. */
export function enabledColumns(
  { caller, clock }: Context,
  before: Pick<WebhookRow, 'enabled'>,
  enabled: boolean | undefined,
): Partial<EnabledColumns> {
  if (enabled === undefined) return {};
  if (enabled) return { enabled, disabled_reason: null, disabled_at: null };
  if (!before.enabled) return {};
  const { actor } = caller;
  const name = 'name' in actor ? actor.name : `the ${actor.type}`;
  return { enabled, disabled_reason: `Disabled by ${name}.`, disabled_at: new Date(clock()) };
}

/** Event types as they are stored: `*` alone for all. */
export function eventTypeColumn(given: '*' | readonly string[]): string[] {
  return given === '*' || given.includes('*') ? ['*'] : [...new Set(given)];
}

/** The template as its column takes it. */
export function templateColumn(template: unknown): string | null {
  return template === undefined || template === null ? null : JSON.stringify(template);
}

/** What is asked, with the stored values where headers say that they stay. */
export function withStoredHeaders<T extends Reach>(
  sealer: Sealer,
  before: WebhookRow,
  asked: T,
): T {
  if (asked.headers === undefined || asked.headers === null) return asked;
  return { ...asked, headers: withKeptValues(asked.headers, openHeaders(sealer, before)) };
}
