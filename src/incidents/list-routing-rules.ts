import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { listRoutingRuleRows } from './routing-rule-queries.ts';
import { type RoutingRuleList, showRoutingRule } from './routing-rule-schemas.ts';

/** All routing rules in the order they are asked. */
export async function listRoutingRules(context: Context): Promise<RoutingRuleList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const rows = await readVerb(context, (db) => listRoutingRuleRows(db, tenantId));
  return { data: rows.map(showRoutingRule) };
}
