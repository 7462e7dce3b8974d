import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Likeable, likenessOf, MIN_SCORE, wordsOf } from './similarity.ts';

const incident = (title: string, rest: Partial<Likeable> = {}): Likeable => ({
  title,
  serviceId: null,
  labels: {},
  ...rest,
});

const score = (a: Likeable, b: Likeable) => likenessOf(a, b).score;

describe('two incidents are alike', () => {
  it('fully when they say the same', () => {
    const one = incident('Disk full on db-3', { serviceId: 'svc_db', labels: { team: 'core' } });
    expect(likenessOf(one, one)).toEqual({ score: 1, sameService: true, sameLabels: ['team'] });
  });

  it('when only numbers, ids and case differ', () => {
    const a = incident('Node node-17 NotReady for 5m');
    expect(score(a, incident('node NODE-4 notready for 12m'))).toBe(1);
  });

  it('less without the service, but still by title and labels', () => {
    const labels = { alertname: 'DiskFull', team: 'core' };
    const a = incident('Disk full', { serviceId: 'svc_a', labels });
    const b = incident('Disk full', { serviceId: 'svc_b', labels });
    expect(score(a, b)).toBeCloseTo(0.85);
    expect(likenessOf(a, b)).toMatchObject({ sameService: false });
  });

  it('whatever single machine it was', () => {
    const a = incident('Disk full', { labels: { alertname: 'DiskFull', instance: 'db1:9100' } });
    const b = incident('Disk full', { labels: { alertname: 'DiskFull', instance: 'db2:9100' } });
    expect(likenessOf(a, b)).toMatchObject({ score: 1, sameLabels: ['alertname'] });
  });
});

describe('two incidents are not alike', () => {
  it('by their service alone', () => {
    const serviceId = 'svc_shop';
    const a = incident('Checkout latency too high', { serviceId });
    expect(score(a, incident('Certificate expires', { serviceId }))).toBeLessThan(MIN_SCORE);
  });

  it('without words', () => {
    expect(score(incident('!!!'), incident('???'))).toBe(0);
  });
});

test('words in any script are words', () => {
  expect([...wordsOf('Диск заполнен: 95%')]).toEqual(['диск', 'заполнен', '#']);
});

test('likeness is between 0 and 1, the same both ways, and 1 with itself', () => {
  const likeable = fc.record({
    title: fc.string(),
    serviceId: fc.option(fc.constantFrom('svc_a', 'svc_b')),
    labels: fc.dictionary(fc.constantFrom('a', 'b', 'host'), fc.constantFrom('x', 'y')),
  });
  fc.assert(
    fc.property(likeable, likeable, (a, b) => {
      const one = score(a, b);
      expect(one).toBeCloseTo(score(b, a), 10);
      expect(one).toBeGreaterThanOrEqual(0);
      expect(one).toBeLessThanOrEqual(1 + 1e-9);
      if (wordsOf(a.title).size > 0) expect(score(a, a)).toBeCloseTo(1, 10);
    }),
  );
});
