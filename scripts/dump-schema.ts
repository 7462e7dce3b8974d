import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openStore } from '../src/store/connection.ts';
import { startEmbedded } from '../src/store/embedded/supervisor.ts';
import { migrate } from '../src/store/migrator.ts';
import { describeSchema } from './schema-text.ts';

// Writes migrations/schema.sql from a fresh embedded database; with --check it only compares.

const FILE = fileURLToPath(new URL('../migrations/schema.sql', import.meta.url));

async function schemaOfFreshDatabase(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-schema-'));
  // As root the server runs as another user, who must be able to pass.
  await chmod(dataDir, 0o711);
  try {
    const log = pino({ level: 'silent' });
    const server = await startEmbedded({ dataDir, log, settings: { fsync: 'off' } });
    try {
      const store = openStore({ connection: server.connection });
      await migrate(store);
      const text = await describeSchema(store.pool);
      await store.close();
      return text;
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The first line that differs, with its number, as both sides have it. */
function firstDifference(committed: string, actual: string): string {
  const [old, fresh] = [committed.split('\n'), actual.split('\n')];
  const at = fresh.findIndex((line, index) => line !== old[index]);
  const index = at === -1 ? fresh.length : at;
  return `line ${index + 1}\n- ${old[index] ?? '(end)'}\n+ ${fresh[index] ?? '(end)'}`;
}

const actual = await schemaOfFreshDatabase();
if (!process.argv.includes('--check')) {
  await writeFile(FILE, actual);
} else {
  const committed = await readFile(FILE, 'utf8').catch(() => '');
  if (committed !== actual) {
    console.error(
      'migrations/schema.sql is not what the migrations make; run "npm run schema:dump".',
    );
    console.error(firstDifference(committed, actual));
    process.exitCode = 1;
  }
}
