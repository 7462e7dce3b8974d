import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { RuleActions, Tables } from '../store/tables.ts';

export type RoutingRuleRow = Selectable<Tables['routing_rules']>;

/** All rules of a tenant in the order they are asked. */
export function listRoutingRuleRows(db: Db, tenantId: string): Promise<RoutingRuleRow[]> {
  return db
    .selectFrom('routing_rules')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('position')
    .orderBy('rule_id')
    .execute();
}

export async function insertRoutingRule(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['routing_rules']>, 'tenant_id'>,
): Promise<void> {
  await tx
    .insertInto('routing_rules')
    .values({ ...row, tenant_id: tenantId })
    .execute();
}

export async function saveRoutingRule(
  tx: Db,
  tenantId: string,
  ruleId: string,
  values: Pick<RoutingRuleRow, 'name' | 'condition' | 'enabled' | 'updated_at'> & {
    readonly actions: RuleActions;
  },
): Promise<void> {
  await tx
    .updateTable('routing_rules')
    .set({ ...values, actions: JSON.stringify(values.actions) })
    .where('tenant_id', '=', tenantId)
    .where('rule_id', '=', ruleId)
    .execute();
}

export async function deleteRoutingRuleRow(tx: Db, tenantId: string, ruleId: string) {
  await tx
    .deleteFrom('routing_rules')
    .where('tenant_id', '=', tenantId)
    .where('rule_id', '=', ruleId)
    .execute();
}

/** Numbers the rules from 1 in this order. */
export async function orderRoutingRules(tx: Db, tenantId: string, ruleIds: readonly string[]) {
  await sql`
    update routing_rules r set position = o.position
    from unnest(${ruleIds}::text[]) with ordinality as o (rule_id, position)
    where r.tenant_id = ${tenantId} and r.rule_id = o.rule_id and r.position <> o.position
  `.execute(tx);
}
