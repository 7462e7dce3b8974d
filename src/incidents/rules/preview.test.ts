import { describe, expect, it, test } from 'vitest';
import { MINUTE } from '../../kernel/time.ts';
import type { AlertFacts } from './conditions.ts';
import { compileRule, DEFAULT_RULE, type RuleActions } from './grouping.ts';
import { countIncidents, differenceOf, outcomeOf, type SampleAlert } from './preview.ts';

const FACTS: AlertFacts = {
  title: 'Disk full',
  description: '',
  severity: 'high',
  status: 'firing',
  service: 'shop',
  source: '',
  integration: 'Prometheus',
  format: 'alertmanager',
  labels: { alertname: 'DiskFull' },
  annotations: {},
};

function alert(minute: number, facts: Partial<AlertFacts> = {}): SampleAlert {
  return {
    alertId: `alt_${minute}`,
    firstSeenAt: minute * MINUTE,
    facts: { ...FACTS, ...facts },
    opens: new Set(['critical', 'high', 'medium', 'low']),
    ignores: { suppression: false, grouping: false },
  };
}

function rule(condition: string, actions: RuleActions = {}) {
  const compiled = compileRule('rul_1', 'One', condition, actions);
  if (!compiled) throw new Error(condition);
  return compiled;
}

const count = (rules: Parameters<typeof outcomeOf>[0], sample: readonly SampleAlert[]) =>
  countIncidents(sample.map((one) => ({ alert: one, outcome: outcomeOf(rules, one) })));

describe('incidents are counted', () => {
  const minutes = [0, 2, 4, 6, 8, 20];

  it.each([
    ['each alert its own without grouping', {}, 6],
    ['one for the group until it is closed', { group_by: ['service'] }, 1],
    ['by tumbling windows', { group_by: ['service'], window: { minutes: 5, kind: 'tumbling' } }, 3],
    ['by sliding windows', { group_by: ['service'], window: { minutes: 5, kind: 'sliding' } }, 2],
    ['none for what is suppressed', { suppress: true }, 0],
    ['none below the severities that open', { severity: 'info' }, 0],
  ] as const)('%s', (_, actions, expected) => {
    const sample = minutes.map((minute) => alert(minute));
    expect(count([rule('true', actions as RuleActions)], sample)).toBe(expected);
  });

  it('by group', () => {
    const sample = [alert(0), alert(1, { labels: { alertname: 'Other' } }), alert(2)];
    expect(count([DEFAULT_RULE], sample)).toBe(2);
  });

  it('whatever rules say, where the format does not obey them', () => {
    const sample = [0, 1].map((minute) => ({
      ...alert(minute),
      ignores: { suppression: true, grouping: true },
    }));
    expect(count([rule('true', { suppress: true, group_by: ['title'] })], sample)).toBe(2);
  });
});

test('outcomes differ in what a rule changes, and in nothing else', () => {
  const before = outcomeOf([DEFAULT_RULE], alert(0));
  const same = { service: false, severity: false, suppressed: false, grouping: false };
  expect(differenceOf(before, before)).toEqual({ ...same, rule: false });
  const worse = outcomeOf([rule('true', { severity: 'critical' })], alert(0));
  expect(differenceOf(before, worse)).toEqual({
    ...same,
    rule: true,
    severity: true,
    grouping: true,
  });
  const group = { group_by: ['title'] };
  const short = outcomeOf(
    [rule('true', { ...group, window: { minutes: 5, kind: 'tumbling' } })],
    alert(0),
  );
  const long = outcomeOf(
    [rule('true', { ...group, window: { minutes: 9, kind: 'tumbling' } })],
    alert(0),
  );
  expect(differenceOf(short, long)).toEqual({ ...same, rule: false, grouping: true });
});
