import { invalid } from '../kernel/errors.ts';
import { formatInstant, formatOptional } from '../kernel/time.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { RoutingRulesContext } from './change-routing-rules.ts';
import { draftBook, savedBook } from './preview-book.ts';
import { readSample } from './preview-sample.ts';
import type { PreviewRulesBody, PreviewView } from './preview-schemas.ts';
import { listRoutingRuleRows } from './routing-rule-queries.ts';
import { groupValuesOf, type Rule } from './rules/grouping.ts';
import {
  countIncidents,
  type Difference,
  differenceOf,
  type Outcome,
  outcomeOf,
  type Routed,
  type SampleAlert,
} from './rules/preview.ts';

const SAMPLE = 200;
const EXAMPLES = 20;

/**
 * What routing rules would make of the alerts seen last, beside what the saved ones do. Changes
 * nothing. 422 names the characters of a condition that does not compile.
 */
export function previewRoutingRules(
  context: Omit<RoutingRulesContext, 'rules'>,
  input: PreviewRulesBody,
): Promise<PreviewView> {
  requireScope(context, 'responder');
  if (input.rule && input.rules) throw oneOrAll();
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const saved = savedBook(await listRoutingRuleRows(db, tenantId));
    const draft = draftBook(saved, input);
    const byId = new Map([...saved.own, ...saved.rules].map((rule) => [rule.ruleId, rule]));
    const sample = await readSample(db, tenantId, input.sample ?? SAMPLE, byId);
    return compare(
      sample.map((alert) => lookAt(alert, saved.rules, draft.rules, draft.rule)),
      saved.rules,
      draft.rules,
      draft.rule,
    );
  });
}

interface Compared {
  readonly alert: SampleAlert;
  readonly matched: boolean;
  readonly before: Outcome;
  readonly after: Outcome;
  readonly difference: Difference;
  readonly changed: boolean;
}

function lookAt(
  alert: SampleAlert,
  saved: readonly Rule[],
  drafted: readonly Rule[],
  rule: Rule | null,
): Compared {
  const before = outcomeOf(saved, alert);
  const after = outcomeOf(drafted, alert);
  const difference = differenceOf(before, after);
  const changed = Object.values(difference).some(Boolean);
  const matched = rule?.matches(alert.facts) ?? false;
  return { alert, matched, before, after, difference, changed };
}

function compare(
  alerts: readonly Compared[],
  saved: readonly Rule[],
  drafted: readonly Rule[],
  rule: Rule | null,
): PreviewView {
  const count = (holds: (compared: Compared) => boolean) => alerts.filter(holds).length;
  const differing = (name: keyof Difference) => count(({ difference }) => difference[name]);
  return {
    sample: alerts.length,
    oldest_at: formatOptional(alerts.at(-1)?.alert.firstSeenAt ?? null),
    newest_at: formatOptional(alerts[0]?.alert.firstSeenAt ?? null),
    matched: rule && count(({ matched }) => matched),
    decided: rule && count(({ after }) => after.rule === rule),
    changed: {
      alerts: count(({ changed }) => changed),
      rule: differing('rule'),
      service: differing('service'),
      severity: differing('severity'),
      suppressed: differing('suppressed'),
      grouping: differing('grouping'),
    },
    before: totalsOf(alerts.map(({ alert, before }) => ({ alert, outcome: before }))),
    after: totalsOf(alerts.map(({ alert, after }) => ({ alert, outcome: after }))),
    by_rule: byRule(alerts, saved, drafted),
    examples: alerts
      .filter(({ changed, matched }) => changed || matched)
      .sort((a, b) => Number(b.changed) - Number(a.changed))
      .slice(0, EXAMPLES)
      .map(showExample),
  };
}

/** Given newest first. */
function totalsOf(sample: readonly Routed[]): PreviewView['before'] {
  const count = (holds: (outcome: Outcome) => boolean) =>
    sample.filter(({ outcome }) => holds(outcome)).length;
  return {
    incidents: countIncidents(sample.toReversed()),
    suppressed: count(({ suppressed }) => suppressed),
    grouped: count(({ groupKey }) => groupKey !== null),
    no_incident: count(({ opens }) => !opens),
  };
}

function byRule(
  alerts: readonly Compared[],
  saved: readonly Rule[],
  drafted: readonly Rule[],
): PreviewView['by_rule'] {
  const named = new Map([...saved, ...drafted].map(({ ruleId, name }) => [ruleId, name]));
  const count = (side: 'before' | 'after', id: string | null) =>
    alerts.filter((compared) => (compared[side].rule?.ruleId ?? null) === id).length;
  return [...[...named].map(([id, name]) => ({ id, name })), { id: null, name: 'No rule' }].map(
    ({ id, name }) => ({ id, name, before: count('before', id), after: count('after', id) }),
  );
}

function showExample({ alert, matched, before, after }: Compared): PreviewView['examples'][number] {
  const { alertId: id, facts, firstSeenAt } = alert;
  return {
    alert: { id, title: facts.title, first_seen_at: formatInstant(firstSeenAt) },
    matched,
    before: showOutcome(before, alert),
    after: showOutcome(after, alert),
  };
}

function showOutcome(outcome: Outcome, { facts }: SampleAlert) {
  const { rule, service, severity, suppressed, opens, groupKey } = outcome;
  return {
    rule: rule && { id: rule.ruleId, name: rule.name },
    service: service === '' ? null : service,
    severity,
    suppressed,
    opens,
    group: rule && groupKey !== null ? groupValuesOf(rule, facts) : null,
  };
}

function oneOrAll() {
  return invalid('Give one rule or all rules, not both.', [
    { pointer: '/rules', expected: 'nothing beside rule', received: 'both' },
  ]);
}
