import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What is counted as one sender: an IPv4 address, or the /64 of an IPv6 address, since whoever has
 * one address of it usually has them all.
 */
export function addressGroup(ip: string): string {
  if (!ip.includes(':')) return ip;
  const mapped = MAPPED.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  // Only the first four groups matter, so an IPv4 tail (two groups in one) is harmless but counted.
  const width = right.at(-1)?.includes('.') ? 7 : 8;
  const zeros = new Array<string>(Math.max(0, width - left.length - right.length)).fill('0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
