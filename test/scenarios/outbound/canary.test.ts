import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FakeReceiver } from '../../fake-receiver.ts';
import { createOutboundRig, failureOf, outcomeOf, type TestClient } from './outbound-rig.ts';

const rig = createOutboundRig();
/** Listens on every address of this machine. Nobody may ever reach it. */
let canary: FakeReceiver;
let guarded: TestClient;

beforeAll(async () => {
  canary = await rig.receiver({ host: '::' }).catch(() => rig.receiver({ host: '0.0.0.0' }));
  guarded = rig.client({ allowCidrs: [] });
});
afterAll(rig.cleanUp);

/** Every way to write this machine that leads to the canary once it is allowed. */
const THIS_MACHINE = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0X7F.1',
  '0x7f.0x0.0x0.0x1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '１２７.０.０.１',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  '0.0.0.0',
  '0',
  '0x0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
];

describe('this machine', () => {
  afterEach(() => expect(canary.connections()).toBe(0));

  test.each(THIS_MACHINE)('cannot be called as %s', async (host) => {
    const url = `http://${host}:${canary.port}/`;
    const failure = failureOf(await guarded.post(url));
    expect(failure.error).toBe('blocked_address');
    expect(failure.detail).toMatch(/OUTBOUND_ALLOW_CIDRS/);
    expect(guarded.faultOf(url)).toBe(failure.detail);
  });

  test.each(THIS_MACHINE)('cannot be called as %s over TLS', async (host) => {
    const result = await guarded.post(`https://${host}:${canary.port}/`, { verifyTls: false });
    expect(outcomeOf(result)).toBe('blocked_address');
  });

  test.each(['GET', 'PUT'] as const)('cannot be called with %s', async (method) => {
    const result = await guarded.post(`http://127.0.0.1:${canary.port}/`, { method, body: null });
    expect(outcomeOf(result)).toBe('blocked_address');
  });
});

describe('an address that is not public', () => {
  afterEach(() => expect(canary.connections()).toBe(0));

  test.each([
    '10.0.0.1',
    '012.0.0.1',
    '0xa000001',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
    '169.254.43518',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '192.168.257',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '[::2]',
    '[::127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::1]',
    '[100::1]',
    '[100:0:0:1::1]',
    '[2001::1]',
    '[2001:10::1]',
    '[2001:db8::1]',
    '[2002:7f00:1::]',
    '[3fff::1]',
    '[5f00::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[4000::1]',
  ])('cannot be called: %s', async (host) => {
    expect(outcomeOf(await guarded.post(`http://${host}:${canary.port}/`))).toBe('blocked_address');
  });
});

// Last: it proves that the canary was there all the time, and every notation a way to it.
describe('the canary', () => {
  test.each(THIS_MACHINE)('is reached as %s by whoever is allowed', async (host) => {
    const open = rig.client({ allowCidrs: ['127.0.0.0/8', '0.0.0.0/8', '::/127'] });
    const before = canary.requests.length;
    const url = `http://${host}:${canary.port}/control`;
    expect(open.faultOf(url)).toBeNull();
    expect(outcomeOf(await open.post(url))).toBe(200);
    expect(canary.requests).toHaveLength(before + 1);
  });

  test('is not reached by those who are allowed another network', async () => {
    const before = canary.connections();
    const other = rig.client({ allowCidrs: ['10.0.0.0/8', 'fd00::/8', '127.0.0.2/32'] });
    for (const host of ['127.0.0.1', '127.0.0.3', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']) {
      const result = await other.post(`http://${host}:${canary.port}/`);
      expect(outcomeOf(result)).toBe('blocked_address');
    }
    expect(canary.connections()).toBe(before);
  });
});
