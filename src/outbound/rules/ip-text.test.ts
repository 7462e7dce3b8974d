import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { contains, type Network, parseAddress, parseNetwork } from './ip-text.ts';

describe('the text of an address', () => {
  it.each([
    ['0.0.0.0', 4, 0n],
    ['127.0.0.1', 4, 0x7f000001n],
    ['255.255.255.255', 4, 0xffffffffn],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['1::', 6, 1n << 112n],
    ['2001:db8::7', 6, (0x20010db8n << 96n) + 7n],
    ['2001:DB8:0:0:0:0:0:7', 6, (0x20010db8n << 96n) + 7n],
    ['::ffff:127.0.0.1', 6, 0xffff7f000001n],
    ['64:ff9b::10.0.0.1', 6, (0x64ff9bn << 96n) + 0x0a000001n],
    ['1:2:3:4:5:6:7.8.9.10', 6, 0x000100020003000400050006_0708090an],
  ] as const)('%s is read', (text, family, value) => {
    expect(parseAddress(text)).toEqual({ family, value });
  });

  it.each([
    '',
    'localhost',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '127.0.0.01',
    '127.0.0.1.',
    ' 127.0.0.1',
    '127.0.0.1 ',
    '1.2.3.4.5',
    '256.0.0.1',
    '1.2.3',
    '[::1]',
    'fe80::1%eth0',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::ffff:127.0.0.01',
  ])('%j is not', (text) => expect(parseAddress(text)).toBeNull());

  const scrap = fc.string({
    unit: fc.constantFrom('0', '1', '25', 'fa', ':', '::', '.', '1.2.3.4', 'x', ' '),
    maxLength: 12,
  });
  test('is read exactly where node reads it', () => {
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), scrap);
    fc.assert(
      fc.property(text, (given) => {
        expect(parseAddress(given)?.family ?? 0).toBe(isIP(given));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a network', () => {
  const network = (text: string) => parseNetwork(text) as Network;
  const holds = (range: string, address: string) => {
    const parsed = parseAddress(address);
    return parsed !== null && contains(network(range), parsed);
  };

  it('holds the addresses that begin like it', () => {
    expect(holds('10.0.0.0/8', '10.255.255.255')).toBe(true);
    expect(holds('10.0.0.0/8', '11.0.0.0')).toBe(false);
    expect(holds('fd00::/8', 'fdff::1')).toBe(true);
    expect(holds('fd00::/8', 'fe00::')).toBe(false);
  });

  it('may be written with a longer address than its length', () => {
    expect(holds('10.1.2.3/8', '10.9.9.9')).toBe(true);
  });

  it('of a single address holds that one', () => {
    expect(holds('10.0.0.1', '10.0.0.1')).toBe(true);
    expect(holds('10.0.0.1', '10.0.0.2')).toBe(false);
    expect(holds('::1/128', '::2')).toBe(false);
  });

  it('of length 0 holds its family and not the other', () => {
    expect(holds('0.0.0.0/0', '255.1.2.3')).toBe(true);
    expect(holds('0.0.0.0/0', '::1')).toBe(false);
    expect(holds('::/0', '10.0.0.1')).toBe(false);
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10/8',
    'x/8',
    '/8',
  ])('%j is none', (text) => expect(parseNetwork(text)).toBeNull());
});
