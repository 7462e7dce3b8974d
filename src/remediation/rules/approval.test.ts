import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ApprovalQuestion,
  decideApproval,
  type Mode,
  type Risk,
  strictest,
} from './approval.ts';

const RISKS: readonly Risk[] = ['none', 'low', 'medium', 'high', 'critical'];
const MODES: readonly Mode[] = ['audit', 'shadow', 'live'];

const plain: ApprovalQuestion = {
  risk: 'low',
  mode: 'live',
  origin: 'automation',
  complete: true,
  hasManualStep: false,
  stormy: false,
};

/** The answer in a word, as the guide's table has it. */
function wordOf(question: ApprovalQuestion): string {
  const approval = decideApproval(question);
  if (approval.kind !== 'person') return approval.kind;
  return `${approval.scope}${approval.byAnother ? ', another' : ''}`;
}

describe('the matrix', () => {
  test.each<[Risk, string, string, string, string]>([
    // risk, audit, shadow, live by the hub, live by a person
    ['none', 'never', 'responder', 'automatic', 'responder'],
    ['low', 'never', 'responder', 'automatic', 'responder'],
    ['medium', 'never', 'responder', 'responder', 'responder'],
    ['high', 'never', 'admin, another', 'admin, another', 'admin, another'],
    ['critical', 'never', 'admin, another', 'admin, another', 'admin, another'],
  ])('of risk %s', (risk, audit, shadow, byHub, byPerson) => {
    expect(wordOf({ ...plain, risk, mode: 'audit' })).toBe(audit);
    expect(wordOf({ ...plain, risk, mode: 'shadow' })).toBe(shadow);
    expect(wordOf({ ...plain, risk, mode: 'shadow', origin: 'person' })).toBe(shadow);
    expect(wordOf({ ...plain, risk, mode: 'live' })).toBe(byHub);
    expect(wordOf({ ...plain, risk, mode: 'live', origin: 'person' })).toBe(byPerson);
  });

  test.each<[string, Partial<ApprovalQuestion>, string]>([
    ['a step for a person’s hands', { hasManualStep: true }, 'responder'],
    ['a storm', { stormy: true }, 'responder'],
    ['a value that is missing', { complete: false }, 'never'],
  ])('nothing begins by itself with %s', (_what, change, word) => {
    expect(wordOf({ ...plain, ...change })).toBe(word);
  });
});

const questions = fc.record<ApprovalQuestion>({
  risk: fc.constantFrom(...RISKS),
  mode: fc.constantFrom(...MODES),
  origin: fc.constantFrom('automation', 'person'),
  complete: fc.boolean(),
  hasManualStep: fc.boolean(),
  stormy: fc.boolean(),
});

/** How much an answer asks for, from nothing to what cannot be. */
function strictnessOf(question: ApprovalQuestion): number {
  const order = ['automatic', 'responder', 'admin, another', 'never'];
  return order.indexOf(wordOf(question));
}

test('more risk, a stricter mode or a storm never asks for less', () => {
  fc.assert(
    fc.property(
      questions,
      fc.constantFrom(...RISKS),
      fc.constantFrom(...MODES),
      (one, risk, mode) => {
        const asked = strictnessOf(one);
        if (RISKS.indexOf(risk) >= RISKS.indexOf(one.risk)) {
          expect(strictnessOf({ ...one, risk })).toBeGreaterThanOrEqual(asked);
        }
        if (MODES.indexOf(mode) <= MODES.indexOf(one.mode)) {
          expect(strictnessOf({ ...one, mode })).toBeGreaterThanOrEqual(asked);
        }
        expect(strictnessOf({ ...one, stormy: true })).toBeGreaterThanOrEqual(asked);
        expect(strictnessOf({ ...one, origin: 'person' })).toBeGreaterThanOrEqual(asked);
      },
    ),
  );
});

test.each<[readonly (Mode | null)[], Mode]>([
  [[], 'shadow'],
  [[null], 'shadow'],
  [['live'], 'live'],
  [['live', null], 'shadow'],
  [['live', 'live'], 'live'],
  [['shadow', 'audit'], 'audit'],
  [['audit', 'live'], 'audit'],
])('of %j the strictest is %s', (modes, mode) => {
  expect(strictest(modes)).toBe(mode);
});
