import type { Severity } from '../../kernel/severity.ts';
import { type Instant, MINUTE } from '../../kernel/time.ts';
import type { AlertFacts } from './conditions.ts';
import { type Rule, route } from './grouping.ts';

/** An alert that came some time ago, as the rules would have seen it. */
export interface SampleAlert {
  readonly alertId: string;
  readonly firstSeenAt: Instant;
  readonly facts: AlertFacts;
  /** Severities that open incidents, by its integration. */
  readonly opens: ReadonlySet<Severity>;
  /** What its format does not let rules do. */
  readonly ignores: { readonly suppression: boolean; readonly grouping: boolean };
}

/** What rules make of an alert. */
export interface Outcome {
  readonly rule: Rule | null;
  readonly service: string;
  readonly severity: Severity;
  readonly suppressed: boolean;
  /** Whether it comes to an incident at all. */
  readonly opens: boolean;
  /** Null: an incident of its own. */
  readonly groupKey: string | null;
}

/** Routes an alert as the intake does (`intake/prepare.ts`, `intake/rules/place.ts`). */
export function outcomeOf(rules: readonly Rule[], alert: SampleAlert): Outcome {
  const { facts, ignores } = alert;
  const { rule, groupKey } = route(rules, facts);
  const severity = rule?.actions.severity ?? (facts.severity as Severity);
  const suppressed = rule?.actions.suppress === true && !ignores.suppression;
  return {
    rule,
    service: rule?.actions.service ?? facts.service,
    severity,
    suppressed,
    opens: !suppressed && alert.opens.has(severity),
    groupKey: ignores.grouping ? null : groupKey,
  };
}

/** An alert of the sample with what one set of rules makes of it. */
export interface Routed {
  readonly alert: SampleAlert;
  readonly outcome: Outcome;
}

/**
 * How many incidents the alerts would have opened, had each come once, at the time it was first
 * seen, and had nobody closed any incident meanwhile. Ascending by that time.
 */
export function countIncidents(sample: readonly Routed[]): number {
  const acceptsUntil = new Map<string, Instant>();
  let opened = 0;
  for (const { alert, outcome } of sample) {
    if (!outcome.opens) continue;
    const { rule, groupKey } = outcome;
    if (rule === null || groupKey === null) {
      opened++;
      continue;
    }
    const key = `${rule.ruleId} ${groupKey}`;
    const until = acceptsUntil.get(key);
    const joins = until !== undefined && alert.firstSeenAt < until;
    if (!joins) opened++;
    if (!joins || rule.actions.window?.kind === 'sliding') {
      acceptsUntil.set(key, endOf(rule, alert.firstSeenAt));
    }
  }
  return opened;
}

function endOf({ actions }: Rule, at: Instant): Instant {
  return actions.window ? at + actions.window.minutes * MINUTE : Number.POSITIVE_INFINITY;
}

/** In what two outcomes of the same alert differ. */
export interface Difference {
  readonly rule: boolean;
  readonly service: boolean;
  readonly severity: boolean;
  readonly suppressed: boolean;
  /** Another group, or the same under other terms. */
  readonly grouping: boolean;
}

export function differenceOf(before: Outcome, after: Outcome): Difference {
  return {
    rule: before.rule?.ruleId !== after.rule?.ruleId,
    service: before.service !== after.service,
    severity: before.severity !== after.severity,
    suppressed: before.suppressed !== after.suppressed,
    grouping: before.groupKey !== after.groupKey || windowOf(before) !== windowOf(after),
  };
}

function windowOf({ rule, groupKey }: Outcome): string {
  const window = groupKey === null ? null : rule?.actions.window;
  return window ? `${window.minutes} ${window.kind}` : '';
}
