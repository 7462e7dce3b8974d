import { pino } from 'pino';
import type { Config } from '../config.ts';
import { withEmbedded } from '../store/embedded/attach.ts';

/** Runs `work` on the configured database: DATABASE_URL, else the embedded one, running or not. */
export async function withDatabase<T>(
  config: Pick<Config, 'database' | 'dataDir'>,
  work: (connection: NonNullable<Config['database']>) => Promise<T>,
): Promise<T> {
  if (config.database) return work(config.database);
  return withEmbedded(config.dataDir, pino({ level: 'warn' }, process.stderr), work);
}
