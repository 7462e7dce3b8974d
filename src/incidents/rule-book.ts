import { SECOND } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { RuleActions } from '../store/tables.ts';
import { defaultFieldValues } from './custom-field-values.ts';
import { listRoutingRuleRows, type RoutingRuleRow } from './routing-rule-queries.ts';
import { compileRule, DEFAULT_RULE, type Rule } from './rules/grouping.ts';

/** A rule with all it may do; routing itself needs only a part of that. */
export interface TenantRule extends Rule {
  readonly actions: RuleActions;
}

/** A tenant's rules that are asked, in order, the shipped one last. */
export interface TenantRules {
  readonly ordered: readonly TenantRule[];
  /** Also those that are switched off: incidents that they opened go on under them. */
  readonly byId: ReadonlyMap<string, TenantRule>;
  /** The members that the rules assign, each once; usually nobody. */
  readonly memberIds: readonly string[];
  /** What the custom fields of incidents that alerts open are set to. */
  readonly customFields: Readonly<Record<string, unknown>>;
}

/** The tenants' routing rules, compiled and cached: conditions run before the lane, in memory. */
export interface RuleBook {
  readonly rulesOf: (tenantId: string) => Promise<TenantRules>;
  /** Called by the verbs that change rules; other replicas notice within {@link RULES_TTL}. */
  readonly forget: (tenantId: string) => void;
}

export const RULES_TTL = 5 * SECOND;
const MAX_TENANTS = 5_000;

interface Cached {
  readonly rules: Promise<TenantRules>;
  readonly until: number;
}

/** A rule whose condition no longer compiles is left out: it was refused when it was written. */
export function createRuleBook(db: Db): RuleBook {
  const cache = new Map<string, Cached>();
  const load = async (tenantId: string): Promise<TenantRules> => {
    const [rows, customFields] = await Promise.all([
      listRoutingRuleRows(db, tenantId),
      defaultFieldValues(db, tenantId),
    ]);
    const off = new Set(rows.filter(({ enabled }) => !enabled).map(({ rule_id }) => rule_id));
    const all: TenantRule[] = [...rows.flatMap((row) => compiled(row) ?? []), DEFAULT_RULE];
    const ordered = all.filter(({ ruleId }) => !off.has(ruleId));
    const members = new Set(ordered.flatMap(({ actions }) => actions.responders ?? []));
    return {
      ordered,
      byId: new Map(all.map((rule) => [rule.ruleId, rule])),
      memberIds: [...members],
      customFields,
    };
  };
  const rulesOf = (tenantId: string) => {
    const cached = cache.get(tenantId);
    if (cached && cached.until > performance.now()) return cached.rules;
    const rules = load(tenantId).catch((error: unknown) => {
      // While the database is away the rules of a moment ago are as good as any.
      if (cached) return cached.rules;
      cache.delete(tenantId);
      throw error;
    });
    if (cache.size >= MAX_TENANTS) cache.clear();
    cache.set(tenantId, { rules, until: performance.now() + RULES_TTL });
    return rules;
  };
  return { rulesOf, forget: (tenantId) => cache.delete(tenantId) };
}

function compiled({ rule_id, name, condition, actions }: RoutingRuleRow): TenantRule | null {
  const rule = compileRule(rule_id, name, condition, actions);
  return rule && { ...rule, actions };
}
