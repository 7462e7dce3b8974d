import { expect, it } from 'vitest';
import { complaintsOf, type HealthFacts } from './health.ts';

const facts: HealthFacts = {
  figures: { waiting: new Map(), bytes: 0, maxBytes: 1_000, oldestAt: null, deadLetters: 3 },
  staleAfter: 600_000,
  barred: [],
  stopping: false,
  now: 1_000_000,
};
const having = (figures: Partial<HealthFacts['figures']>) =>
  complaintsOf({ ...facts, figures: { ...facts.figures, ...figures } });

it('is ready with nothing, little or something young in the spool, and with dead letters', () => {
  expect(complaintsOf(facts)).toEqual([]);
  expect(having({ oldestAt: 400_000, bytes: 899 })).toEqual([]);
});

it('is not ready when a payload waits for too long, however little there is', () => {
  expect(having({ oldestAt: 399_999, bytes: 1 })).toEqual([
    'a payload has waited for the hub for 10 minutes',
  ]);
});

it('is not ready when the spool is nearly full', () => {
  expect(having({ bytes: 900 })).toEqual(['the spool is filled to 90 %']);
});

it('is not ready while the hub takes nothing of it, nor when it stops', () => {
  expect(
    complaintsOf({ ...facts, barred: ['grafana: the hub answers 401'], stopping: true }),
  ).toEqual(['grafana: the hub answers 401', 'the forwarder is stopping']);
});
