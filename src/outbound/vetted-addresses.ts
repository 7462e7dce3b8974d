import type { LookupAddress } from 'node:dns';
import { OutboundFailure } from './failures.ts';
import type { Resolver } from './resolver.ts';
import type { AddressGuard } from './rules/addresses.ts';
import { parseAddress } from './rules/ip-text.ts';
import { isLocalhost } from './rules/urls.ts';

/** Milliseconds an answer serves further connections to the same name. */
const FRESH_FOR = 10_000;

/** The addresses of one host that calls may reach. */
export interface VettedAddresses {
  /** At least one; rejects with an OutboundFailure (`dns_failed`, `blocked_address`). */
  readonly get: () => Promise<readonly LookupAddress[]>;
  /** The next connection asks anew: the last one failed. */
  readonly forget: () => void;
}

/**
 * Resolves a host and keeps what the guard admits. A name that also has forbidden addresses is
 * called at its allowed ones: names with an internal and a public side are common, and a connection
 * only ever goes to an address from here. Which address was forbidden is not told: tenants must not
 * be able to read private DNS.
 */
export function createVettedAddresses(
  host: string,
  guard: AddressGuard,
  resolve: Resolver,
): VettedAddresses {
  let answer: Promise<readonly LookupAddress[]> | null = null;
  let askedAt = 0;
  const get = () => {
    const now = performance.now();
    if (answer && now - askedAt < FRESH_FOR) return answer;
    askedAt = now;
    answer = vet(host, guard, resolve);
    return answer;
  };
  const forget = () => {
    answer = null;
  };
  return { get, forget };
}

async function vet(host: string, guard: AddressGuard, resolve: Resolver) {
  const addresses = await addressesOf(host, resolve);
  const allowed: LookupAddress[] = [];
  let reason: string | null = null;
  for (const address of addresses) {
    const blocked = guard(address);
    if (blocked === null) allowed.push({ address, family: parseAddress(address)?.family ?? 4 });
    else reason = blocked;
  }
  if (allowed.length > 0) return allowed;
  if (reason === null) throw new OutboundFailure('dns_failed', `${host} has no address`);
  throw new OutboundFailure('blocked_address', blockedDetail(host, reason));
}

/** For a person: the host, why it is forbidden, and the setting that allows it. */
export function blockedDetail(host: string, reason: string): string {
  return `${host} is not on the public internet (${reason}); OUTBOUND_ALLOW_CIDRS may allow it`;
}

async function addressesOf(host: string, resolve: Resolver): Promise<readonly string[]> {
  if (parseAddress(host)) return [host];
  if (isLocalhost(host)) return LOCALHOST;
  try {
    return await resolve(host);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const detail = `${host} could not be resolved${code ? ` (${code})` : ''}`;
    throw new OutboundFailure('dns_failed', detail, cause);
  }
}

/** What a name of this machine stands for, without asking anybody. */
export const LOCALHOST: readonly string[] = ['127.0.0.1', '::1'];
