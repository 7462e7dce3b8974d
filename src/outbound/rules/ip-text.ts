/** An IP address as a number: 32 bits for family 4, 128 bits for family 6. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** All addresses that share the first `bits` bits. */
export interface Network extends Address {
  readonly bits: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;

/**
 * Reads `203.0.113.7` or `2001:db8::7` (RFC 4291 §2.2, with an IPv4 tail too), without brackets.
 * `null` for anything else: other notations of IPv4, zone ids, host names.
 */
export function parseAddress(text: string): Address | null {
  if (!text.includes(':')) {
    const value = parseV4(text);
    return value === null ? null : { family: 4, value };
  }
  const value = parseV6(text);
  return value === null ? null : { family: 6, value };
}

/** Reads `10.0.0.0/8`; an address without a length is a network of one. `null` for anything else. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === null || rest.length > 0) return null;
  const width = parsed.family === 4 ? 32 : 128;
  if (length === undefined) return { ...parsed, bits: width };
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : width + 1;
  return bits <= width ? { ...parsed, bits } : null;
}

/** Whether the address lies in the network; never across families. */
export function contains(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false;
  const rest = BigInt((network.family === 4 ? 32 : 128) - network.bits);
  return network.value >> rest === address.value >> rest;
}

function parseV4(text: string): bigint | null {
  const octets = text.split('.');
  if (octets.length !== 4) return null;
  let value = 0n;
  for (const octet of octets) {
    if (!OCTET.test(octet) || Number(octet) > 255) return null;
    value = (value << 8n) | BigInt(octet);
  }
  return value;
}

function parseV6(text: string): bigint | null {
  const [head = '', tail, ...more] = withoutDots(text).split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  if (left === null || right === null || more.length > 0) return null;
  const missing = 8 - left.length - right.length;
  // A "::" stands for one group at least.
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...left, ...Array<bigint>(missing).fill(0n), ...right];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** An IPv4 address at the very end as the two groups it stands for. */
function withoutDots(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  const v4 = parseV4(text.slice(start));
  if (v4 === null) return text;
  return `${text.slice(0, start)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
}

function groupsOf(text: string): readonly bigint[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => GROUP.test(group))
    ? groups.map((group) => BigInt(`0x${group}`))
    : null;
}
