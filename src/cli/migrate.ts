import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { openStore } from '../store/connection.ts';
import { startEmbedded } from '../store/embedded/supervisor.ts';
import { migrate } from '../store/migrator.ts';

/** Applies pending migrations to the configured database: DATABASE_URL, else the embedded one. */
export async function migrateDatabase(options: { readonly json?: boolean }): Promise<void> {
  const applied = await withDatabase(readConfig(), async (connection) => {
    const store = openStore({ connection });
    try {
      return (await migrate(store)).applied;
    } finally {
      await store.close();
    }
  });
  if (options.json) console.log(JSON.stringify({ applied }));
  else if (applied.length === 0) console.log('The schema is up to date.');
  else console.log(`Applied:\n${applied.map((name) => `  ${name}`).join('\n')}`);
}

async function withDatabase<T>(
  config: Pick<Config, 'database' | 'dataDir'>,
  work: (connection: NonNullable<Config['database']>) => Promise<T>,
): Promise<T> {
  if (config.database) return work(config.database);
  const log = pino({ level: 'warn' }, process.stderr);
  const server = await startEmbedded({ dataDir: config.dataDir, log });
  try {
    return await work(server.connection);
  } finally {
    await server.stop();
  }
}
