import { type Selectable, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';
import type { ChainEnd, LogContent } from './rules/log-chain.ts';

export type StateRow = Selectable<Tables['remediation_state']>;
export type LogRow = Selectable<Tables['remediation_log']>;

export async function ensureState(tx: Db, tenantId: string): Promise<void> {
  await tx
    .insertInto('remediation_state')
    .values({ tenant_id: tenantId })
    .onConflict((clash) => clash.column('tenant_id').doNothing())
    .execute();
}

/** The row is there: {@link ensureState}. */
export function lockStateRow(tx: Db, tenantId: string): Promise<StateRow> {
  return tx
    .selectFrom('remediation_state')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export function findState(db: Db, tenantId: string): Promise<StateRow | undefined> {
  return db
    .selectFrom('remediation_state')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
}

export function findHubStop(db: Db) {
  return db.selectFrom('remediation_hub').select(['stopped_at', 'stop_reason']).executeTakeFirst();
}

export async function saveHubStop(
  tx: Db,
  stop: { readonly at: Date; readonly reason: string } | null,
): Promise<void> {
  const values = { stopped_at: stop?.at ?? null, stop_reason: stop?.reason ?? null };
  await tx
    .insertInto('remediation_hub')
    .values(values)
    .onConflict((clash) => clash.column('only_row').doUpdateSet(values))
    .execute();
}

export async function saveTenantStop(
  tx: Db,
  tenantId: string,
  stop: { readonly at: Date; readonly reason: string; readonly by: string } | null,
): Promise<void> {
  await tx
    .updateTable('remediation_state')
    .set({
      stopped_at: stop?.at ?? null,
      stop_reason: stop?.reason ?? null,
      stopped_by: stop?.by ?? null,
    })
    .where('tenant_id', '=', tenantId)
    .execute();
}

export async function saveLogEnd(tx: Db, tenantId: string, { seq, hash }: ChainEnd): Promise<void> {
  await tx
    .updateTable('remediation_state')
    .set({ log_seq: seq, log_hash: hash })
    .where('tenant_id', '=', tenantId)
    .execute();
}

export async function insertLogEntry(
  tx: Db,
  tenantId: string,
  content: LogContent,
  previousHash: string,
  hash: string,
): Promise<void> {
  await tx
    .insertInto('remediation_log')
    .values({
      tenant_id: tenantId,
      seq: content.seq,
      at: new Date(content.at),
      actor: JSON.stringify(content.actor),
      action: content.action,
      subject_id: content.subject_id,
      detail: JSON.stringify(content.detail),
      previous_hash: previousHash,
      entry_hash: hash,
    })
    .execute();
}

/** Entries after a number, in their order. */
export function listLogRows(
  db: Db,
  tenantId: string,
  after: number,
  limit: number,
): Promise<LogRow[]> {
  return db
    .selectFrom('remediation_log')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** The same from its end: what is before `before`, newest first. */
export function listNewestLogRows(
  db: Db,
  tenantId: string,
  before: number,
  limit: number,
): Promise<LogRow[]> {
  return db
    .selectFrom('remediation_log')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

/** Failures of a recipe in a row, and whether its circuit is open. */
export async function findBreaker(db: Db, tenantId: string, slug: string) {
  const row = await db
    .selectFrom('remediation_breakers')
    .select(['failures', 'opened_at'])
    .where('tenant_id', '=', tenantId)
    .where('recipe_slug', '=', slug)
    .executeTakeFirst();
  return row ?? { failures: 0, opened_at: null };
}

/** Recipes whose circuit is open, by slug. */
export async function listOpenBreakers(db: Db, tenantId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('remediation_breakers')
    .select('recipe_slug')
    .where('tenant_id', '=', tenantId)
    .where('opened_at', 'is not', null)
    .orderBy('recipe_slug')
    .execute();
  return rows.map(({ recipe_slug }) => recipe_slug);
}

export async function saveBreaker(
  tx: Db,
  tenantId: string,
  slug: string,
  values: { readonly failures: number; readonly opened_at: Date | null },
): Promise<void> {
  await tx
    .insertInto('remediation_breakers')
    .values({ tenant_id: tenantId, recipe_slug: slug, ...values })
    .onConflict((clash) => clash.columns(['tenant_id', 'recipe_slug']).doUpdateSet(values))
    .execute();
}

/** False when it is not open. */
export async function closeBreaker(tx: Db, tenantId: string, slug: string): Promise<boolean> {
  const done = await tx
    .updateTable('remediation_breakers')
    .set({ failures: 0, opened_at: null })
    .where('tenant_id', '=', tenantId)
    .where('recipe_slug', '=', slug)
    .where('opened_at', 'is not', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/**
 * Withdraws what nobody has claimed, and has every run end that is under way: of a tenant, or of all.
 * It stays so when the stop is taken back.
 */
export async function cancelRuns(
  tx: Db,
  tenantId: string | null,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  await sql`
    update runs set cancel_requested_at = ${at}, cancelled_by = ${by}::jsonb, due_at = ${at}
    where state in ('queued', 'running', 'rolling_back') and cancel_requested_at is null
      and (${tenantId}::text is null or tenant_id = ${tenantId})`.execute(tx);
  await sql`
    update run_steps set state = 'cancelled', finished_at = ${at}, reason = 'remediation was stopped'
    where state = 'ready' and (${tenantId}::text is null or tenant_id = ${tenantId})`.execute(tx);
}
