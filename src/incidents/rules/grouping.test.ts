import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertFacts } from './conditions.ts';
import {
  compileRule,
  DEFAULT_RULE,
  isGroupField,
  type Rule,
  type RuleActions,
  route,
} from './grouping.ts';

function facts(given: Partial<AlertFacts> = {}): AlertFacts {
  return {
    title: 'Disk full',
    description: '',
    severity: 'high',
    status: 'firing',
    service: '',
    source: '',
    integration: 'Prometheus',
    format: 'alertmanager',
    labels: {},
    annotations: {},
    ...given,
  };
}

function rule(ruleId: string, condition: string, actions: RuleActions = {}): Rule {
  const compiled = compileRule(ruleId, `Rule ${ruleId}`, condition, actions);
  if (!compiled) throw new Error(`${condition} does not compile.`);
  return compiled;
}

const grouped = (...fields: string[]) => rule('r', 'true', { group_by: fields });
const groupOf = (by: Rule, given: Partial<AlertFacts>) => route([by], facts(given)).groupKey;

describe('the rules', () => {
  it('are asked in order; the first that matches decides', () => {
    const rules = [
      rule('a', 'severity == "low"'),
      rule('b', 'labels.team == "x"'),
      rule('c', 'true'),
    ];
    expect(route(rules, facts({ labels: { team: 'x' } })).rule?.ruleId).toBe('b');
    expect(route(rules, facts()).rule?.ruleId).toBe('c');
    expect(route([...rules].reverse(), facts({ severity: 'low' })).rule?.ruleId).toBe('c');
  });

  it('leave an alert that none of them matches to an incident of its own', () => {
    expect(route([rule('a', 'false')], facts())).toEqual({ rule: null, groupKey: null });
    expect(route([], facts())).toEqual({ rule: null, groupKey: null });
  });

  it('without fields to group by give every alert an incident of its own', () => {
    expect(groupOf(grouped(), {})).toBeNull();
    expect(groupOf(rule('r', 'true'), {})).toBeNull();
  });

  it('that do not compile are no rules', () => {
    expect(compileRule('r', 'Broken', 'severity ==', {})).toBeNull();
  });
});

describe('the shipped rule', () => {
  it('groups alerts with an alertname by it and the service, for five minutes from the first', () => {
    const alert = { labels: { alertname: 'DiskFull', instance: 'a' }, service: 'db' };
    const { rule: found, groupKey } = route([DEFAULT_RULE], facts(alert));
    expect(found?.actions.window).toEqual({ minutes: 5, kind: 'tumbling' });
    const same = { labels: { alertname: 'DiskFull', instance: 'b' }, service: 'db' };
    expect(groupOf(DEFAULT_RULE, same)).toBe(groupKey);
    expect(groupOf(DEFAULT_RULE, { ...same, service: 'web' })).not.toBe(groupKey);
    const other = { ...same, labels: { alertname: 'CpuHigh' } };
    expect(groupOf(DEFAULT_RULE, other)).not.toBe(groupKey);
  });

  it.each([{}, { alertname: '' }, { alert: 'x' }])(
    'does not touch alerts without one: %o',
    (labels) => expect(route([DEFAULT_RULE], facts({ labels })).rule).toBeNull(),
  );
});

describe('a group', () => {
  it('is made of the values of its fields; one the alert lacks counts as empty', () => {
    const by = grouped('service', 'labels.a', 'annotations.b.c', 'severity');
    const given = { service: 's', labels: { a: '1' }, annotations: { 'b.c': '2' } };
    expect(groupOf(by, given)).toBe(groupOf(by, { ...given, title: 'Other' }));
    expect(groupOf(by, { ...given, labels: {} })).toBe(
      groupOf(by, { ...given, labels: { a: '' } }),
    );
    expect(groupOf(by, { ...given, annotations: {} })).not.toBe(groupOf(by, given));
    expect(groupOf(by, { ...given, severity: 'low' })).not.toBe(groupOf(by, given));
  });

  it('never mixes values of neighbouring fields', () => {
    const by = grouped('labels.a', 'labels.b');
    const values = fc.tuple(fc.string(), fc.string());
    fc.assert(
      fc.property(values, values, (left, right) => {
        const keys = [left, right].map(([a, b]) => groupOf(by, { labels: { a, b } }));
        const equal = left[0] === right[0] && left[1] === right[1];
        expect(keys[0] === keys[1]).toBe(equal);
      }),
    );
  });

  it('may be named by these fields only', () => {
    const good = ['service', 'title', 'format', 'labels.alertname', 'annotations.a.b', 'labels. '];
    expect(good.filter((field) => !isGroupField(field))).toEqual([]);
    const bad = [
      '',
      'labels',
      'labels.',
      'status',
      'annotations.',
      'nobody',
      'label.x',
      'toString',
    ];
    expect(bad.filter(isGroupField)).toEqual([]);
  });
});
