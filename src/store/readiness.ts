import { SECOND } from '../kernel/time.ts';
import type { Store } from './connection.ts';
import { readMigrations } from './migration-files.ts';

/** Milliseconds the database may take to answer. */
const PATIENCE = 2 * SECOND;

/** Why no request can be served. */
export interface Unready {
  readonly reason: string;
  readonly cause?: unknown;
}

/** A check that the database answers in time and has every migration of this version. */
export function createReadiness(store: Store): () => Promise<Unready | undefined> {
  let wanted: Promise<number> | undefined;
  return async () => {
    wanted ??= readMigrations().then((files) => files.at(-1)?.version ?? 0);
    try {
      const applied = await withinPatience(findVersion(store));
      if (applied >= (await wanted)) return undefined;
      return { reason: 'The database has not all migrations of this version.' };
    } catch (cause) {
      return { reason: 'The database does not answer.', cause };
    }
  };
}

async function findVersion(store: Store): Promise<number> {
  const { rows } = await store.pool.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from schema_migrations',
  );
  return rows[0]?.version ?? 0;
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${PATIENCE} ms.`)), PATIENCE);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
