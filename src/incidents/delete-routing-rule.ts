import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import {
  changeRoutingRules,
  type RoutingRulesContext,
  requireRule,
} from './change-routing-rules.ts';
import { deleteRoutingRuleRow, orderRoutingRules } from './routing-rule-queries.ts';

/** Deletes a rule; the incidents it opened stay as they are. */
export async function deleteRoutingRule(
  context: RoutingRulesContext,
  input: { readonly id: string },
): Promise<void> {
  requireScope(context, 'admin');
  const { tenantId } = context.caller;
  const request = { route: 'delete-routing-rule', input };
  await changeRoutingRules(context, request, async (tx, rules) => {
    const { rule_id, name, condition, actions, position } = requireRule(rules, input.id);
    await deleteRoutingRuleRow(tx, tenantId, rule_id);
    const left = rules.map((row) => row.rule_id).filter((id) => id !== rule_id);
    await orderRoutingRules(tx, tenantId, left);
    const before = { name, condition, actions, position };
    await audit(tx, context, { action: 'routing_rule.deleted', targetId: rule_id, before });
    return null;
  });
}
