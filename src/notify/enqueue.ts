import { newId } from '../kernel/ids.ts';
import type { Db } from '../store/connection.ts';
import { type BudgetKey, budgetKey, lockBudgets, saveBudgets } from './budget-queries.ts';
import { insertNotifications } from './notification-queries.ts';
import type { Recipient } from './rules/audience.ts';
import { type Budget, spend } from './rules/budget.ts';
import type { Telling } from './rules/telling.ts';

/** Something that is to be told to somebody, if there is room for it. */
export interface Draft {
  readonly tenantId: string;
  readonly eventId: string;
  readonly incidentId: string;
  readonly recipient: Recipient;
  readonly telling: Exclude<Telling, { readonly kind: 'digest' | 'test' }>;
}

/**
 * Stores what is to be told, in the caller's transaction. Of each recipient the first of ten minutes
 * become notifications, in the given order; the rest is counted for one digest (`rules/budget.ts`).
 */
export async function enqueueNotifications(tx: Db, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const keys = new Map(drafts.map((draft) => [budgetKey(keyOf(draft)), keyOf(draft)]));
  // In key order, so that two transactions never wait for each other.
  const ordered = [...keys.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const { now, budgets } = await lockBudgets(
    tx,
    ordered.map(([, key]) => key),
  );
  const told = drafts.filter((draft) => {
    const key = budgetKey(keyOf(draft));
    const spending = spend(budgets.get(key) ?? null, draft.telling.kind, now);
    budgets.set(key, spending.budget);
    return spending.tell;
  });
  const saved = ordered.flatMap(([text, key]) => withBudget(key, budgets.get(text)));
  await saveBudgets(tx, saved);
  await insertNotifications(tx, told.map(notificationOf));
}

function keyOf({ tenantId, recipient }: Draft): BudgetKey {
  return { tenantId, recipientId: recipient.id, means: recipient.means };
}

function withBudget(key: BudgetKey, budget: Budget | undefined) {
  return budget ? [{ key, budget }] : [];
}

function notificationOf({ recipient, ...draft }: Draft) {
  return {
    ...draft,
    notificationId: newId('msg'),
    recipientId: recipient.id,
    recipientName: recipient.name,
    means: recipient.means,
  };
}
