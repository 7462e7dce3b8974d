import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createAddressGuard } from './addresses.ts';

const guard = createAddressGuard([]);
const ONES = 'ffff:ffff:ffff:ffff:ffff:ffff';

describe('a special range is closed from its first to its last address', () => {
  describe.each([
    ['0.0.0.0', '0.255.255.255', 'this network'],
    ['10.0.0.0', '10.255.255.255', 'private network'],
    ['100.64.0.0', '100.127.255.255', 'shared address space'],
    ['127.0.0.0', '127.255.255.255', 'loopback'],
    ['168.63.129.16', '168.63.129.16', 'cloud metadata'],
    ['169.254.0.0', '169.254.255.255', 'link-local'],
    ['172.16.0.0', '172.31.255.255', 'private network'],
    ['192.0.0.0', '192.0.0.255', 'protocol assignments'],
    ['192.0.2.0', '192.0.2.255', 'documentation'],
    ['192.88.99.0', '192.88.99.255', '6to4 relay'],
    ['192.168.0.0', '192.168.255.255', 'private network'],
    ['198.18.0.0', '198.19.255.255', 'benchmarking'],
    ['198.51.100.0', '198.51.100.255', 'documentation'],
    ['203.0.113.0', '203.0.113.255', 'documentation'],
    ['224.0.0.0', '239.255.255.255', 'multicast'],
    ['240.0.0.0', '255.255.255.254', 'reserved'],
    ['255.255.255.255', '255.255.255.255', 'broadcast'],
    ['::', '::', 'unspecified'],
    ['::1', '::1', 'loopback'],
    ['::2', '::ffff:ffff', 'IPv4-compatible'],
    ['::ffff:0:0:0', '::ffff:0:ffff:ffff', 'IPv4-translated'],
    ['64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff', 'local NAT64'],
    ['100::', '100::ffff:ffff:ffff:ffff', 'discard'],
    ['100:0:0:1::', '100::1:ffff:ffff:ffff:ffff', 'dummy prefix'],
    ['2001::', `2001:0:${ONES}`, 'Teredo'],
    ['2001:1::', `2001:1ff:${ONES}`, 'protocol assignments'],
    ['2001:db8::', `2001:db8:${ONES}`, 'documentation'],
    ['2002::', `2002:ffff:${ONES}`, '6to4'],
    ['3fff::', `3fff:fff:${ONES}`, 'documentation'],
    ['5f00::', `5f00:ffff:${ONES}`, 'segment routing'],
    ['fc00::', `fdff:ffff:${ONES}`, 'private network'],
    ['fe80::', `febf:ffff:${ONES}`, 'link-local'],
    ['fec0::', `feff:ffff:${ONES}`, 'site-local'],
    ['ff00::', `ffff:ffff:${ONES}`, 'multicast'],
  ])('%s – %s', (first, last, what) => {
    it(`is ${what}`, () => {
      expect(guard(first)).toBe(what);
      expect(guard(last)).toBe(what);
    });
  });
});

describe('what lies between the special ranges is open', () => {
  it.each([
    ['1.0.0.0', '9.255.255.255'],
    ['11.0.0.0', '100.63.255.255'],
    ['100.128.0.0', '126.255.255.255'],
    ['128.0.0.0', '168.63.129.15'],
    ['168.63.129.17', '169.253.255.255'],
    ['169.255.0.0', '172.15.255.255'],
    ['172.32.0.0', '191.255.255.255'],
    ['192.0.1.0', '192.0.1.255'],
    ['192.0.3.0', '192.88.98.255'],
    ['192.88.100.0', '192.167.255.255'],
    ['192.169.0.0', '198.17.255.255'],
    ['198.20.0.0', '198.51.99.255'],
    ['198.51.101.0', '203.0.112.255'],
    ['203.0.114.0', '223.255.255.255'],
    ['2000::', `2000:ffff:${ONES}`],
    ['2001:200::', `2001:db7:${ONES}`],
    ['2001:db9::', `2001:ffff:${ONES}`],
    ['2003::', `3ffe:ffff:${ONES}`],
    ['3fff:1000::', `3fff:ffff:${ONES}`],
  ])('%s – %s', (first, last) => {
    expect([guard(first), guard(last)]).toEqual([null, null]);
  });

  it.each([
    '::1:0:0',
    '1::',
    '63:ff9b::',
    '64:ff9a::',
    '64:ff9b:2::',
    '100:0:0:2::',
    '1fff::',
    '4000::',
    '5eff::',
    '5f01::',
    'fbff::',
    'fe00::',
    'fe7f::',
  ])('but not %s, which nobody was given yet', (address) =>
    expect(guard(address)).toBe('not assigned'),
  );
});

describe('where clouds keep their secrets', () => {
  it.each([
    ['AWS, Google, Azure, DigitalOcean', '169.254.169.254'],
    ['AWS, containers', '169.254.170.2'],
    ['AWS over IPv6', 'fd00:ec2::254'],
    ['Google over IPv6', 'fd20:ce::254'],
    ['Alibaba', '100.100.100.200'],
    ['Oracle', '192.0.0.192'],
    ['Azure', '168.63.129.16'],
    ['OpenStack over IPv6', 'fe80::a9fe:a9fe'],
  ])('%s is closed', (_, address) => expect(guard(address)).not.toBeNull());
});

describe('an IPv6 address that stands for an IPv4 address', () => {
  it.each([
    ['mapped', '::ffff:127.0.0.1', 'loopback'],
    ['mapped, in hex', '::ffff:7f00:1', 'loopback'],
    ['mapped, in full', '0:0:0:0:0:ffff:0a00:0001', 'private network'],
    ['mapped metadata', '::ffff:a9fe:a9fe', 'link-local'],
    ['behind NAT64', '64:ff9b::127.0.0.1', 'loopback'],
    ['behind NAT64, in hex', '64:ff9b::a9fe:a9fe', 'link-local'],
    ['behind NAT64, broadcast', '64:ff9b::ffff:ffff', 'broadcast'],
    ['compatible', '::127.0.0.1', 'IPv4-compatible'],
    ['translated', '::ffff:0:127.0.0.1', 'IPv4-translated'],
    ['6to4', '2002:7f00:1::', '6to4'],
    ['6to4 of a public one', '2002:808:808::1', '6to4'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2', 'Teredo'],
    ['behind local NAT64', '64:ff9b:1::8.8.8.8', 'local NAT64'],
  ])('is closed: %s', (_, address, what) => expect(guard(address)).toBe(what));

  it('is open mapped or behind NAT64 where the IPv4 address is', () => {
    expect(guard('::ffff:8.8.8.8')).toBeNull();
    expect(guard('64:ff9b::8.8.8.8')).toBeNull();
  });
});

describe('what is not an address', () => {
  it.each(['', 'localhost', '127.1', '0x7f000001', 'fe80::1%eth0', '8.8.8.8.', ' 8.8.8.8'])(
    '%j is closed',
    (text) => expect(guard(text)).toBe('not an IP address'),
  );
});

describe('the networks that the operator allows', () => {
  it('open what they hold and nothing else', () => {
    const some = createAddressGuard(['10.1.0.0/16', '192.168.7.7', 'fd00::/8', '::1']);
    for (const address of ['10.1.0.0', '10.1.255.255', '192.168.7.7', 'fd12::1', '::1']) {
      expect(some(address)).toBeNull();
    }
    for (const address of [
      '10.0.255.255',
      '10.2.0.0',
      '192.168.7.8',
      'fc00::1',
      '::',
      '127.0.0.1',
    ]) {
      expect(some(address)).not.toBeNull();
    }
  });

  it('open the v4-mapped form, but not what a NAT64 gateway calls by the same number', () => {
    const some = createAddressGuard(['10.0.0.0/8']);
    expect(some('::ffff:10.0.0.1')).toBeNull();
    expect(some('::ffff:11.0.0.1')).toBeNull();
    expect(some('::ffff:192.168.0.1')).toBe('private network');
    expect(some('64:ff9b::10.0.0.1')).toBe('private network');
    expect(some('::10.0.0.1')).toBe('IPv4-compatible');
    expect(some('2002:a00:1::')).toBe('6to4');
  });

  it('of one family leave the other closed', () => {
    expect(createAddressGuard(['0.0.0.0/0'])('::1')).toBe('loopback');
    expect(createAddressGuard(['::/0'])('127.0.0.1')).toBe('loopback');
    expect(createAddressGuard(['::/0'])('::ffff:127.0.0.1')).toBe('loopback');
  });

  it.each(['10.0.0.0/33', '10.0.0', 'example.com', ''])('may not be %j', (text) => {
    expect(() => createAddressGuard([text])).toThrow(/is no address and no network/);
  });
});

test('any IPv4 address is judged as node:net judges the same list', () => {
  const list = new BlockList();
  const ranges = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16
    172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15
    198.51.100.0/24 203.0.113.0/24 224.0.0.0/3`;
  for (const range of ranges.split(/\s+/)) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits));
  }
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(guard(address) !== null).toBe(list.check(address));
      expect(guard(`::ffff:${address}`)).toBe(guard(address));
    }),
    { numRuns: 5_000 },
  );
});
