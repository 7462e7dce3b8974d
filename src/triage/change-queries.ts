import { type Insertable, type Selectable, sql } from 'kysely';
import type { TimeKey } from '../incidents/page-keys.ts';
import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

export type ChangeRow = Selectable<Tables['changes']>;

/** Stores a change; one that was told before is replaced. Tells which of the two. */
export async function saveChange(
  tx: Db,
  tenantId: string,
  row: Omit<Insertable<Tables['changes']>, 'tenant_id'>,
): Promise<{ readonly row: ChangeRow; readonly isNew: boolean }> {
  const { change_id: _id, created_at: _at, actor: _by, ...rest } = row;
  const stored = await tx
    .insertInto('changes')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'change_id']).doUpdateSet(rest))
    .returningAll()
    .returning(sql<boolean>`xmax = 0`.as('isNew'))
    .executeTakeFirstOrThrow();
  const { isNew, ...saved } = stored;
  return { row: saved, isNew };
}

/** Which changes a list shows; null: any. */
export interface ChangeFilter {
  readonly service: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Latest first, beginning after `after`. */
export function listChangeRows(
  db: Db,
  tenantId: string,
  { service, from, to }: ChangeFilter,
  after: TimeKey | null,
  limit: number,
): Promise<ChangeRow[]> {
  return db
    .selectFrom('changes')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .$if(service !== null, (q) => q.where(sql`lower(service)`, '=', sql`lower(${service})`))
    .$if(from !== null, (q) => q.where('started_at', '>=', from))
    .$if(to !== null, (q) => q.where('started_at', '<=', to))
    .$if(after !== null, (q) =>
      q.where(sql`(started_at, change_id)`, '<', sql`(${after?.at}::timestamptz, ${after?.id})`),
    )
    .orderBy('started_at', 'desc')
    .orderBy('change_id', 'desc')
    .limit(limit)
    .execute();
}

/** Deletes up to `limit` changes that began before; returns how many. */
export async function deleteOldChanges(
  db: Db,
  tenantId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from changes where tenant_id = ${tenantId} and change_id in (
      select change_id from changes
      where tenant_id = ${tenantId} and started_at < ${before} limit ${limit})`.execute(db);
  return Number(numAffectedRows);
}
