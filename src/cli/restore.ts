import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Config, readConfig } from '../config.ts';
import { readKeyFiles } from '../key-files.ts';
import { cancelRemediation } from '../remediation/cancel-pending.ts';
import { type Restored, restoreArchive } from '../store/archive/restore-archive.ts';
import { openStore } from '../store/connection.ts';
import { stageDataFolder } from '../store/embedded/staging.ts';
import { migrate } from '../store/migrator.ts';
import { openArchive } from './archive-streams.ts';
import { summaryOf, wordsFor } from './archive-summary.ts';
import { type ArchivedKeys, parseKeys, refuseOtherKey } from './archived-keys.ts';
import { cancelPending } from './cancel-pending.ts';
import { CommandFailure, EXIT } from './outcomes.ts';

interface RestoreOptions {
  readonly quiet?: boolean;
  readonly json?: boolean;
}

interface Job {
  readonly file: string;
  readonly archive: NodeJS.ReadableStream;
  readonly version: string;
  readonly quiet: boolean;
  readonly config: Config;
}

/** Restores a backup: an empty data folder, or an empty database behind DATABASE_URL, becomes it. */
export async function restore(
  file: string,
  { quiet = false, json = false }: RestoreOptions,
  version: string,
): Promise<void> {
  const config = readConfig();
  const job = { file, archive: await openArchive(file), version, quiet, config };
  const { manifest, totals, strangers } = config.database
    ? await intoDatabase(job, config.database)
    : await intoFolder(job);
  if (json) return console.log(JSON.stringify({ file, strangers, ...summaryOf(manifest, totals) }));
  const where = config.database ? 'the database of DATABASE_URL' : config.dataDir;
  console.log(`Restored ${file} into ${where}: ${wordsFor(manifest, totals)}.`);
  for (const name of strangers) {
    console.error(`Left out: ${name}, which is no table of the hub.`);
  }
}

function intoFolder(job: Job): Promise<Restored> {
  const log = pino({ level: 'warn' }, process.stderr);
  return stageDataFolder({ dataDir: job.config.dataDir, log }, async (connection, folder) => {
    const restored = await load(job, connection, (keys) => writeKeys(folder, keys));
    await bringUpToDate(connection);
    return restored;
  });
}

async function intoDatabase(
  job: Job,
  connection: NonNullable<Config['database']>,
): Promise<Restored> {
  const { dataDir, secretKey } = job.config;
  const { current } = await readKeyFiles(dataDir);
  let written: readonly string[] = [];
  try {
    const restored = await load(job, connection, async (keys) => {
      refuseOtherKey(keys, secretKey === null ? current : null, join(dataDir, 'secret-key'));
      // A hub finds the keys before its database is there, never the other way round.
      if (secretKey === null) written = await writeKeys(dataDir, keys);
    });
    await bringUpToDate(connection);
    return restored;
  } catch (error) {
    for (const path of written) await rm(path, { force: true });
    throw error;
  }
}

async function load(
  { file, archive, version, quiet, config }: Job,
  connection: NonNullable<Config['database']>,
  keep: (keys: ArchivedKeys) => Promise<unknown>,
): Promise<Restored> {
  let archived: ArchivedKeys | undefined;
  return restoreArchive(connection, archive, {
    version,
    begin: async ({ kind, tenant }, keys) => {
      if (kind !== 'hub') {
        const message = `${file} is of the tenant ${tenant?.slug}; bring it in with "tocsin import".`;
        throw new CommandFailure(EXIT.refused, message);
      }
      archived = parseKeys(keys);
      refuseOtherKey(archived, config.secretKey, 'TOCSIN_SECRET_KEY');
    },
    finish: async (tx) => {
      if (quiet) await cancelPending(tx);
      // Nobody means the commands of then to run now.
      await cancelRemediation(tx, 'Restored from a backup.');
      if (archived) await keep(archived);
    },
  });
}

/** Files that are there already are the hub's own and stay. Returns the paths it made. */
async function writeKeys(folder: string, keys: ArchivedKeys): Promise<readonly string[]> {
  const files = {
    'secret-key': [keys.secret_key],
    'secret-key.previous': keys.other_secret_keys,
    'root-token': keys.root_token === null ? [] : [keys.root_token],
  };
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const written: string[] = [];
  for (const [name, lines] of Object.entries(files)) {
    const path = join(folder, name);
    if (lines.length > 0 && (await writeNew(path, `${lines.join('\n')}\n`))) written.push(path);
  }
  return written;
}

async function writeNew(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600, flush: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function bringUpToDate(connection: NonNullable<Config['database']>): Promise<void> {
  const store = openStore({ connection });
  try {
    await migrate(store);
  } finally {
    await store.close();
  }
}
