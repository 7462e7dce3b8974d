import { CompiledQuery } from 'kysely';
import { type BulkWrite, bulkQuery, type RowTypes } from './bulk.ts';
import type { Db } from './connection.ts';

const NO_ROW_TYPES: RowTypes = new Map();

/**
 * Runs all writes as one statement inside a verb's or a job's transaction. For statements by
 * columns only (`columnsInsert`): whole rows need the row types of a lane's connection.
 */
export async function runBulk(tx: Db, writes: readonly BulkWrite[]): Promise<void> {
  const { text, values } = bulkQuery(writes, NO_ROW_TYPES);
  await tx.executeQuery(CompiledQuery.raw(text, values ?? []));
}
