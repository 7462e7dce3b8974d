import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** A hub that runs on this database, and the secret keys it knows, by their ids. */
export interface ServerProcess {
  readonly processId: string;
  readonly host: string;
  readonly osProcessId: number;
  readonly sealingKey: string;
  readonly openingKeys: readonly string[];
}

/** Seconds without a word after which a hub is taken to have ended. */
const SILENT_AFTER = 35;

/** Notes that the hub runs now. */
export async function noteProcess(db: Db, process: ServerProcess): Promise<void> {
  const keys = { sealing_key: process.sealingKey, opening_keys: [...process.openingKeys] };
  await db
    .insertInto('server_processes')
    .values({
      process_id: process.processId,
      host: process.host,
      os_process_id: process.osProcessId,
      ...keys,
    })
    .onConflict((conflict) =>
      conflict.column('process_id').doUpdateSet({ ...keys, seen_at: sql`now()` }),
    )
    .execute();
}

/** Forgets a hub that ends, and those that ended without a word. */
export async function forgetProcess(db: Db, processId: string): Promise<void> {
  await db
    .deleteFrom('server_processes')
    .where((where) => where.or([where('process_id', '=', processId), where.not(isAlive)]))
    .execute();
}

/** Hubs that run now. */
export async function listProcesses(db: Db): Promise<readonly ServerProcess[]> {
  const rows = await db
    .selectFrom('server_processes')
    .selectAll()
    .where(isAlive)
    .orderBy('process_id')
    .execute();
  return rows.map((row) => ({
    processId: row.process_id,
    host: row.host,
    osProcessId: row.os_process_id,
    sealingKey: row.sealing_key,
    openingKeys: row.opening_keys,
  }));
}

const isAlive = sql<boolean>`seen_at > now() - ${sql.lit(`${SILENT_AFTER} seconds`)}::interval`;
