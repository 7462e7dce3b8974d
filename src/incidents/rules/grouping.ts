import { nameOf } from '../../kernel/hashing.ts';
import type { Severity } from '../../kernel/severity.ts';
import { type AlertFacts, type Condition, compileCondition } from './conditions.ts';

/** What a rule does with the alerts it matches (domain, "From alert to incident"). */
export interface RuleActions {
  readonly service?: string;
  readonly severity?: Severity;
  readonly suppress?: boolean;
  /** Fields whose values make the group (`service`, `labels.alertname` …); empty: no grouping. */
  readonly group_by?: readonly string[];
  readonly window?: { readonly minutes: number; readonly kind: 'tumbling' | 'sliding' } | null;
  readonly on_recovery?: 'flag' | 'close';
  readonly close_after_minutes?: number;
}

/** A tenant's routing rule, ready to be asked. */
export interface Rule {
  readonly ruleId: string;
  readonly name: string;
  readonly matches: Condition;
  readonly actions: RuleActions;
}

/** Where an alert goes: the first rule that matched, and its group within that rule. */
export interface Routing {
  readonly rule: Rule | null;
  /** Null: the alert gets an incident of its own. */
  readonly groupKey: string | null;
}

/** Shipped with every tenant, after its own rules. */
export const DEFAULT_RULE: Rule = {
  ruleId: 'default',
  name: 'Same alertname and service within 5 minutes',
  matches: (facts) => (facts.labels.alertname ?? '') !== '',
  actions: {
    group_by: ['labels.alertname', 'service'],
    window: { minutes: 5, kind: 'tumbling' },
  },
};

/** A stored rule with its condition compiled; null when the condition no longer compiles. */
export function compileRule(
  ruleId: string,
  name: string,
  condition: string,
  actions: RuleActions,
): Rule | null {
  const compiled = compileCondition(condition);
  return compiled.ok ? { ruleId, name, matches: compiled.matches, actions } : null;
}

/** The first rule that matches decides; none: an incident of its own. */
export function route(rules: readonly Rule[], facts: AlertFacts): Routing {
  const rule = rules.find(({ matches }) => matches(facts)) ?? null;
  return { rule, groupKey: rule ? groupKeyOf(rule, facts) : null };
}

/** One name for one combination of values; a field the alert lacks counts as empty. */
function groupKeyOf(rule: Rule, facts: AlertFacts): string | null {
  const fields = rule.actions.group_by ?? [];
  return fields.length === 0 ? null : nameOf(...fields.map((field) => fieldOf(facts, field)));
}

/** What the group of an alert is called: each field of the rule with the alert's value. */
export function groupValuesOf(rule: Rule, facts: AlertFacts) {
  return (rule.actions.group_by ?? []).map((field) => ({ field, value: fieldOf(facts, field) }));
}

const PLAIN = new Set<string>([
  'title',
  'description',
  'severity',
  'service',
  'source',
  'integration',
  'format',
]);

function fieldOf(facts: AlertFacts, field: string): string {
  const [head = '', ...rest] = field.split('.');
  const name = rest.join('.');
  if (head === 'labels') return facts.labels[name] ?? '';
  if (head === 'annotations') return facts.annotations[name] ?? '';
  return PLAIN.has(head) ? String(facts[head as keyof AlertFacts]) : '';
}

/** Whether `group_by` may name this field. */
export function isGroupField(field: string): boolean {
  return PLAIN.has(field) || /^(labels|annotations)\..+$/.test(field);
}
