import { type Address, contains, type Network, parseAddress, parseNetwork } from './ip-text.ts';

/**
 * What is not the public internet: IANA's registries of special-purpose addresses, and the ranges
 * of research, webhook-delivery §1.3. The first line that holds an address names it.
 */
const SPECIAL: readonly (readonly [range: string, what: string])[] = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private network'],
  ['100.64.0.0/10', 'shared address space'],
  ['127.0.0.0/8', 'loopback'],
  // Azure's metadata and agent service: a public number that never leaves the host.
  ['168.63.129.16/32', 'cloud metadata'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private network'],
  ['192.0.0.0/24', 'protocol assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.88.99.0/24', '6to4 relay'],
  ['192.168.0.0/16', 'private network'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'broadcast'],
  ['240.0.0.0/4', 'reserved'],
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::/96', 'IPv4-compatible'],
  ['::ffff:0:0:0/96', 'IPv4-translated'],
  ['64:ff9b:1::/48', 'local NAT64'],
  ['100::/64', 'discard'],
  ['100:0:0:1::/64', 'dummy prefix'],
  ['2001::/32', 'Teredo'],
  ['2001::/23', 'protocol assignments'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'segment routing'],
  ['fc00::/7', 'private network'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'site-local'],
  ['ff00::/8', 'multicast'],
];

const BLOCKED = SPECIAL.map(([range, what]) => ({ network: networkOf(range), what }));
/** The only IPv6 block that is handed out to the public internet so far. */
const GLOBAL_UNICAST = networkOf('2000::/3');
const MAPPED = networkOf('::ffff:0:0/96');
const NAT64 = networkOf('64:ff9b::/96');

/** Why outbound calls may not reach an address, in a word or two; null: they may. */
export type AddressGuard = (address: string) => string | null;

/**
 * The guard of every connection. `allowCidrs` are the operator's exceptions (OUTBOUND_ALLOW_CIDRS):
 * networks and single addresses of either family; an IPv4 one also admits its v4-mapped form.
 * Throws an Error for one that is neither.
 */
export function createAddressGuard(allowCidrs: readonly string[]): AddressGuard {
  const allowed = allowCidrs.map(networkOf);
  return (text) => {
    const given = parseAddress(text);
    if (given === null) return 'not an IP address';
    const address = contains(MAPPED, given) ? embedded(given) : given;
    if (allowed.some((network) => contains(network, address))) return null;
    // What a NAT64 gateway reaches is judged like IPv4, but its networks are not ours to allow.
    return specialOf(contains(NAT64, address) ? embedded(address) : address);
  };
}

function specialOf(address: Address): string | null {
  const special = BLOCKED.find(({ network }) => contains(network, address));
  if (special) return special.what;
  return address.family === 4 || contains(GLOBAL_UNICAST, address) ? null : 'not assigned';
}

/** The IPv4 address in the last 32 bits. */
function embedded({ value }: Address): Address {
  return { family: 4, value: value & 0xffffffffn };
}

function networkOf(text: string): Network {
  const network = parseNetwork(text);
  if (network) return network;
  throw new Error(`"${text}" is no address and no network such as 10.0.0.0/8 or fd00::/8`);
}
