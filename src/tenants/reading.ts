import type { Db } from '../store/connection.ts';
import { databaseUnavailable, isUnreachable } from '../store/transaction.ts';
import type { Context } from './caller.ts';

/** Runs a reading verb's queries; an unreachable database is a 503 Problem, as for writes. */
export async function readVerb<T>(
  context: Pick<Context, 'store'>,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  try {
    return await work(context.store.db);
  } catch (error) {
    throw isUnreachable(error) ? databaseUnavailable(error) : error;
  }
}
