import { unavailable } from '../kernel/errors.ts';
import type { Db, Store } from './connection.ts';

const RETRYABLE = new Set(['40001', '40P01']);
const UNREACHABLE = /^(08|57P0|53)|^E(CONN|PIPE|TIMEDOUT|NOENT)/;

/** The SQLSTATE of a database error, or the system's code of a broken connection. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Whether the database could not be reached or is going down: trying later helps. */
export function isUnreachable(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return (
    UNREACHABLE.test(codeOf(error)) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(message)
  );
}

/** Whether another attempt of the same transaction may succeed at once. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error));
}

/** The one answer while the database is away: 503, nothing was stored, try again. */
export function databaseUnavailable(cause: unknown) {
  return unavailable(
    'database_unavailable',
    'The database cannot be reached at the moment. Nothing was stored; please try again.',
    2,
    cause,
  );
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Deadlocks
 * and serialization failures are tried again (5 times); an unreachable database is a 503 Problem.
 * Tells `store.committed`.
 */
export async function transact<T>(store: Store, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await store.db.transaction().execute(work);
      store.committed.notify();
      return result;
    } catch (error) {
      if (isRetryable(error) && attempt < 5) continue;
      throw isUnreachable(error) ? databaseUnavailable(error) : error;
    }
  }
}
