import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

type Confirmations = Tables['subscription_confirmations'];
export type ConfirmationRow = Selectable<Confirmations>;

/** Notes a subscription to confirm; one that is noted already stays as it is. */
export async function insertConfirmation(
  db: Db,
  tenantId: string,
  row: Omit<Insertable<Confirmations>, 'tenant_id'>,
): Promise<void> {
  await db
    .insertInto('subscription_confirmations')
    .values({ tenant_id: tenantId, ...row })
    .onConflict((on) => on.columns(['tenant_id', 'integration_id', 'url_hash']).doNothing())
    .execute();
}

/** Takes the one that is due first until `until`; others pass it by meanwhile. */
export async function leaseConfirmation(
  db: Db,
  now: Date,
  until: Date,
): Promise<ConfirmationRow | undefined> {
  const { rows } = await sql<ConfirmationRow>`
    with due as (
      select tenant_id, integration_id, url_hash from subscription_confirmations
      where due_at <= ${now} order by due_at limit 1 for update skip locked)
    update subscription_confirmations c set due_at = ${until}, attempts = c.attempts + 1
    from due
    where c.tenant_id = due.tenant_id and c.integration_id = due.integration_id
      and c.url_hash = due.url_hash
    returning c.*`.execute(db);
  return rows[0];
}

/** Puts a leased one off until `dueAt`. */
export async function putOffConfirmation(
  db: Db,
  { tenant_id, integration_id, url_hash, attempts }: ConfirmationRow,
  dueAt: Date,
): Promise<void> {
  await db
    .updateTable('subscription_confirmations')
    .set({ due_at: dueAt })
    .where('tenant_id', '=', tenant_id)
    .where('integration_id', '=', integration_id)
    .where('url_hash', '=', url_hash)
    .where('attempts', '=', attempts)
    .execute();
}

/** Ends a leased one; false when somebody else has taken it since. */
export async function deleteConfirmation(
  db: Db,
  { tenant_id, integration_id, url_hash, attempts }: ConfirmationRow,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('subscription_confirmations')
    .where('tenant_id', '=', tenant_id)
    .where('integration_id', '=', integration_id)
    .where('url_hash', '=', url_hash)
    .where('attempts', '=', attempts)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
