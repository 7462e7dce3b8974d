import { invalid, notFound } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import type { Context } from '../tenants/caller.ts';
import { listPeople } from '../tenants/directory-queries.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { lockTenant } from '../tenants/queries.ts';
import {
  listRoutingRuleRows,
  orderRoutingRules,
  type RoutingRuleRow,
} from './routing-rule-queries.ts';
import type { RuleBook } from './rule-book.ts';

/** What the verbs that change rules get beside the common context. */
export interface RoutingRulesContext extends Context {
  /** Forgets a tenant's rules once their change is committed. */
  readonly rules: Pick<RuleBook, 'forget'>;
}

/** What is asked of a rule, as far as it names others. */
interface Asked {
  readonly id?: string;
  readonly actions?: { readonly responders?: readonly string[] };
}

/**
 * Runs a verb that changes the rules: one at a time in a tenant, because every change may renumber
 * all of them. Afterwards this process sees the change at once. 422 for responders who are no
 * members.
 */
export async function changeRoutingRules<T>(
  context: RoutingRulesContext,
  request: { readonly route: string; readonly input: Asked },
  work: (tx: Db, rules: readonly RoutingRuleRow[]) => Promise<T>,
): Promise<T> {
  const { tenantId } = context.caller;
  const result = await runVerb(context, request, async (tx) => {
    await lockTenant(tx, tenantId);
    await requireMembers(tx, tenantId, request.input.actions?.responders ?? []);
    return work(tx, await listRoutingRuleRows(tx, tenantId));
  });
  context.rules.forget(tenantId);
  return result;
}

async function requireMembers(tx: Db, tenantId: string, given: readonly string[]): Promise<void> {
  if (given.length === 0) return;
  const ids = given.map(storable);
  const members = new Set((await listPeople(tx, tenantId, ids)).map(({ id }) => id));
  const expected = 'the id of a member';
  const errors = ids.flatMap((received, index) =>
    members.has(received) ? [] : [{ pointer: `/actions/responders/${index}`, expected, received }],
  );
  if (errors.length > 0) throw invalid('Only members of the tenant can be responders.', errors);
}

/** The rule of that id; 404 without. */
export function requireRule(rules: readonly RoutingRuleRow[], id: string): RoutingRuleRow {
  const rule = rules.find((row) => row.rule_id === id.toLowerCase());
  if (rule) return rule;
  throw notFound('The routing rule');
}

/** Puts a rule at its place (from 1; beyond the last means last); returns the place it got. */
export async function placeRule(
  tx: Db,
  tenantId: string,
  rules: readonly RoutingRuleRow[],
  ruleId: string,
  position: number,
): Promise<number> {
  const ids = rules.map((row) => row.rule_id).filter((id) => id !== ruleId);
  ids.splice(position - 1, 0, ruleId);
  await orderRoutingRules(tx, tenantId, ids);
  return ids.indexOf(ruleId) + 1;
}
