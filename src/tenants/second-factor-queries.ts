import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** What better-auth encrypted for one account. */
export interface SecondFactorRow {
  readonly id: string;
  readonly secret: string;
  readonly backup_codes: string;
}

/** Second factors in the order of their ids, after `last`. They are people's, not a tenant's. */
export async function listSecondFactors(
  db: Db,
  last: string,
  limit: number,
): Promise<readonly SecondFactorRow[]> {
  const { rows } = await sql<SecondFactorRow>`
    select id, secret, backup_codes from auth.two_factors
    where id > ${last} order by id limit ${limit}`.execute(db);
  return rows;
}

/** Puts `after` in the place of `before`, unless that has changed. True when it was done. */
export async function swapSecondFactor(
  db: Db,
  before: SecondFactorRow,
  after: Omit<SecondFactorRow, 'id'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update auth.two_factors set secret = ${after.secret}, backup_codes = ${after.backup_codes}
    where id = ${before.id} and secret = ${before.secret}
      and backup_codes = ${before.backup_codes}`.execute(db);
  return numAffectedRows === 1n;
}
