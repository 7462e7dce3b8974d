import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { backupDatabase } from '../store/archive/backup-database.ts';
import { withEmbedded } from '../store/embedded/attach.ts';
import { type Output, writeOut } from './archive-streams.ts';
import { summaryOf, wordsFor } from './archive-summary.ts';
import { findKeys } from './archived-keys.ts';

/** Writes the whole hub with its keys into one file, while it serves or is stopped. */
export async function backup(
  options: Output & { readonly json?: boolean },
  version: string,
): Promise<void> {
  const config = readConfig();
  const keys = await findKeys(config);
  const choose = async () => ({ kind: 'hub' as const, tenant: null, keys });
  const { manifest, totals } = await writeOut(options, (sink) =>
    withDatabase(config, (connection) =>
      backupDatabase(connection, { version, madeAt: new Date(), choose }, sink),
    ),
  );
  // Standard output may be the archive.
  const say = options.out === '-' ? console.error : console.log;
  if (options.json) say(JSON.stringify({ file: options.out, ...summaryOf(manifest, totals) }));
  else say(`Wrote ${options.out}: ${wordsFor(manifest, totals)}.`);
}

/** Runs `work` on the configured database: DATABASE_URL, else the embedded one, running or not. */
export async function withDatabase<T>(
  config: Pick<Config, 'database' | 'dataDir'>,
  work: (connection: NonNullable<Config['database']>) => Promise<T>,
): Promise<T> {
  if (config.database) return work(config.database);
  return withEmbedded(config.dataDir, pino({ level: 'warn' }, process.stderr), work);
}
