import { storable } from '../kernel/text.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import {
  changeRoutingRules,
  placeRule,
  type RoutingRulesContext,
  requireRule,
} from './change-routing-rules.ts';
import { type RoutingRuleRow, saveRoutingRule } from './routing-rule-queries.ts';
import {
  type RoutingRuleView,
  requireSoundRule,
  showRoutingRule,
  type UpdateRoutingRuleBody,
} from './routing-rule-schemas.ts';

/** Changes a rule; what is not given stays, actions are replaced. A position moves it. */
export function updateRoutingRule(
  context: RoutingRulesContext,
  input: UpdateRoutingRuleBody & { readonly id: string },
): Promise<RoutingRuleView> {
  requireScope(context, 'admin');
  requireSoundRule(input);
  const { tenantId } = context.caller;
  const request = { route: 'update-routing-rule', input };
  return changeRoutingRules(context, request, async (tx, rules) => {
    const row = requireRule(rules, input.id);
    const values = changed(row, input);
    const updated_at = new Date(context.clock());
    await saveRoutingRule(tx, tenantId, row.rule_id, { ...values, updated_at });
    const { rule_id: ruleId } = row;
    const position =
      input.position === undefined
        ? row.position
        : await placeRule(tx, tenantId, rules, ruleId, input.position);
    const { name, condition, actions, enabled } = row;
    await audit(tx, context, {
      action: 'routing_rule.updated',
      targetId: row.rule_id,
      before: { name, condition, actions, enabled, position: row.position },
      after: { ...values, position },
    });
    return showRoutingRule({ ...row, ...values, position, updated_at });
  });
}

function changed(row: RoutingRuleRow, input: UpdateRoutingRuleBody) {
  return {
    name: input.name === undefined ? row.name : storable(input.name.trim()),
    condition: input.condition === undefined ? row.condition : storable(input.condition),
    actions: input.actions ?? row.actions,
    enabled: input.enabled ?? row.enabled,
  };
}
