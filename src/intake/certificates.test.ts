import { describe, expect, it } from 'vitest';
import { DAY, SECOND } from '../kernel/time.ts';
import type { OutboundRequest, OutboundResult } from '../outbound/client.ts';
import { createCertificates } from './certificates.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const found: OutboundResult = {
  answered: true,
  status: 200,
  headers: {},
  body: PEM,
  durationMs: 1,
};
const gone: OutboundResult = { ...found, status: 404 };

/** Certificates over answers that come when the test lets them. */
function open(answer: (url: string) => OutboundResult | Promise<OutboundResult>) {
  const asked: OutboundRequest[] = [];
  const rig = { now: 0 };
  const send = async (request: OutboundRequest) => {
    asked.push(request);
    return answer(request.url);
  };
  const certificates = createCertificates({ outbound: { send }, clock: () => rig.now });
  return Object.assign(rig, { asked, get: certificates.get });
}

describe('certificates', () => {
  it('are fetched once for all who ask at the same time, and kept for a day', async () => {
    const rig = open(() => found);
    expect(await Promise.all([rig.get('a'), rig.get('a')])).toEqual([PEM, PEM]);
    rig.now = DAY - 1;
    expect(await rig.get('a')).toBe(PEM);
    expect(rig.asked).toHaveLength(1);
    rig.now = DAY;
    await rig.get('a');
    expect(rig.asked).toHaveLength(2);
  });

  it('that cannot be had are asked for again after ten seconds', async () => {
    let answer = gone;
    const rig = open(() => answer);
    expect(await rig.get('a')).toBeUndefined();
    answer = found;
    rig.now = 10 * SECOND - 1;
    expect(await rig.get('a')).toBeUndefined();
    rig.now = 10 * SECOND;
    expect(await rig.get('a')).toBe(PEM);
    expect(rig.asked).toHaveLength(2);
  });

  it.each<[string, OutboundResult]>([
    ['something else', { ...found, body: '<html>' }],
    ['a redirect', { ...found, status: 302 }],
    ['no answer', { answered: false, error: 'timeout', detail: '', durationMs: 1 }],
  ])('are not taken from %s', async (_, result) => {
    expect(await open(() => result).get('a')).toBeUndefined();
  });

  it('are fetched four at once at most: whoever knows a webhook makes up addresses', async () => {
    const { promise, resolve } = Promise.withResolvers<OutboundResult>();
    const rig = open(() => promise);
    const all = Array.from({ length: 50 }, (_, at) => rig.get(String(at)));
    expect(await all[49]).toBeUndefined();
    expect(rig.asked).toHaveLength(4);
    resolve(found);
    expect((await Promise.all(all)).filter((pem) => pem !== undefined)).toHaveLength(4);
  });

  it('are kept a hundred at most', async () => {
    const rig = open(() => found);
    for (let at = 0; at <= 100; at++) await rig.get(String(at));
    await rig.get('100');
    expect(rig.asked).toHaveLength(101);
    await rig.get('0');
    expect(rig.asked).toHaveLength(102);
  });

  it('are asked for with TLS verified and a deadline, and nothing of the sender goes along', async () => {
    const rig = open(() => found);
    await rig.get('a');
    expect(rig.asked[0]).toMatchObject({ method: 'GET', verifyTls: true, ca: null, body: null });
    expect(rig.asked[0]?.headers).toEqual({ 'user-agent': 'Tocsin' });
    expect(rig.asked[0]?.timeoutMs).toBeLessThan(15 * SECOND);
  });
});
