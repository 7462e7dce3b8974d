import { conflict } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { changeRoutingRules, placeRule, type RoutingRulesContext } from './change-routing-rules.ts';
import { insertRoutingRule } from './routing-rule-queries.ts';
import {
  type CreateRoutingRuleBody,
  type RoutingRuleView,
  requireSoundRule,
  showRoutingRule,
} from './routing-rule-schemas.ts';

/** Every alert may ask all of them. */
const MAX_RULES = 200;

/** Adds a rule, last unless a position is given. 422 when its condition does not compile. */
export function createRoutingRule(
  context: RoutingRulesContext,
  input: CreateRoutingRuleBody,
): Promise<RoutingRuleView> {
  requireScope(context, 'admin');
  requireSoundRule(input);
  const { tenantId } = context.caller;
  const request = { route: 'create-routing-rule', input };
  return changeRoutingRules(context, request, async (tx, rules) => {
    if (rules.length >= MAX_RULES) {
      throw conflict('too_many_rules', `A tenant has at most ${MAX_RULES} routing rules.`);
    }
    const now = new Date(context.clock());
    const actions = input.actions ?? {};
    const row = {
      rule_id: newId('rul'),
      position: rules.length + 1,
      name: storable(input.name.trim()),
      condition: storable(input.condition),
      enabled: input.enabled ?? true,
      created_at: now,
      updated_at: now,
    };
    await insertRoutingRule(tx, tenantId, { ...row, actions: JSON.stringify(actions) });
    const wanted = input.position ?? row.position;
    const position = await placeRule(tx, tenantId, rules, row.rule_id, wanted);
    const { name, condition, enabled } = row;
    const after = { name, condition, actions, enabled, position };
    await audit(tx, context, { action: 'routing_rule.created', targetId: row.rule_id, after });
    return showRoutingRule({ ...row, tenant_id: tenantId, actions, position });
  });
}
