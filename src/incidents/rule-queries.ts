import type { Db } from '../store/connection.ts';

/** The tenant's routing rules in the order in which they are asked. */
export function listRuleRows(db: Db, tenantId: string) {
  return db
    .selectFrom('routing_rules')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('position')
    .orderBy('rule_id')
    .execute();
}
