import { sql } from 'kysely';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { Means } from './rules/audience.ts';
import { type Budget, WINDOW, type Withheld } from './rules/budget.ts';

/** Whose budget. */
export interface BudgetKey {
  readonly tenantId: string;
  readonly recipientId: string;
  readonly means: Means;
}

/** One text for one key, e.g. of a map. */
export function budgetKey({ tenantId, recipientId, means }: BudgetKey): string {
  return `${tenantId} ${recipientId} ${means}`;
}

interface BudgetRow extends BudgetKey {
  readonly startedAt: Date;
  readonly told: number;
  readonly withheld: Withheld;
}

/**
 * Locks the budgets until the transaction ends, in key order, and tells the database's time. A
 * recipient without one yet is not in the answer.
 */
export async function lockBudgets(
  tx: Db,
  keys: readonly BudgetKey[],
): Promise<{ readonly now: Instant; readonly budgets: Map<string, Budget> }> {
  const time = await sql<{ now: Date }>`select now() as now`.execute(tx);
  const { rows } = await sql<BudgetRow>`
    select b.tenant_id as "tenantId", b.recipient_id as "recipientId", b.means,
      b.started_at as "startedAt", b.told, b.withheld
    from notification_budgets b
    join unnest(
      ${keys.map(({ tenantId }) => tenantId)}::text[],
      ${keys.map(({ recipientId }) => recipientId)}::text[],
      ${keys.map(({ means }) => means)}::text[]
    ) as k(tenant_id, recipient_id, means)
      on b.tenant_id = k.tenant_id and b.recipient_id = k.recipient_id and b.means = k.means
    order by b.tenant_id, b.recipient_id, b.means
    for update of b`.execute(tx);
  const budgets = rows.map(
    (row) => [budgetKey(row), { ...row, startedAt: row.startedAt.getTime() }] as const,
  );
  return { now: time.rows[0]?.now.getTime() ?? 0, budgets: new Map(budgets) };
}

/** Stores budgets as they are now. */
export async function saveBudgets(
  tx: Db,
  rows: readonly { readonly key: BudgetKey; readonly budget: Budget }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into notification_budgets (tenant_id, recipient_id, means, started_at, told, withheld)
    select * from unnest(
      ${rows.map(({ key }) => key.tenantId)}::text[],
      ${rows.map(({ key }) => key.recipientId)}::text[],
      ${rows.map(({ key }) => key.means)}::text[],
      ${rows.map(({ budget }) => new Date(budget.startedAt))}::timestamptz[],
      ${rows.map(({ budget }) => budget.told)}::int4[],
      ${rows.map(({ budget }) => JSON.stringify(budget.withheld))}::jsonb[])
    on conflict (tenant_id, recipient_id, means) do update
    set started_at = excluded.started_at, told = excluded.told, withheld = excluded.withheld
  `.execute(tx);
}

/** A recipient's held-back notifications whose window is over. */
export interface DueDigest extends BudgetKey {
  readonly startedAt: Instant;
  readonly withheld: Withheld;
  /** As the recipient is called now; its id when it is gone. */
  readonly name: string;
}

/**
 * Takes the digests that are due: their budgets begin anew, the digest being the first they told.
 * What another replica takes just now is left to it.
 */
export async function takeDueDigests(tx: Db, limit: number): Promise<DueDigest[]> {
  const { rows } = await sql<Omit<DueDigest, 'startedAt'> & { readonly startedAt: Date }>`
    with due as (
      select tenant_id, recipient_id, means, started_at, withheld from notification_budgets
      where withheld <> '{}' and started_at <= now() - ${WINDOW} * interval '1 millisecond'
      order by tenant_id, started_at limit ${limit} for update skip locked
    ), anew as (
      update notification_budgets b set started_at = now(), told = 1, withheld = '{}' from due d
      where b.tenant_id = d.tenant_id and b.recipient_id = d.recipient_id and b.means = d.means
    )
    select d.tenant_id as "tenantId", d.recipient_id as "recipientId", d.means,
      d.started_at as "startedAt", d.withheld, coalesce(m.name, c.name, d.recipient_id) as name
    from due d
    left join members m on m.tenant_id = d.tenant_id and m.member_id = d.recipient_id
    left join chat_channels c on c.tenant_id = d.tenant_id and c.channel_id = d.recipient_id
  `.execute(tx);
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.getTime() }));
}

/** Forgets budgets that no longer limit anything. */
export async function deleteOldBudgets(db: Db): Promise<void> {
  await sql`delete from notification_budgets
    where withheld = '{}' and started_at < now() - interval '1 day'`.execute(db);
}
