import { type Config, readConfig } from '../config.ts';
import { SEALED_COLUMNS } from '../sealed-columns.ts';
import { backupDatabase } from '../store/archive/backup-database.ts';
import { openStore } from '../store/connection.ts';
import { codeOf } from '../store/transaction.ts';
import { missingKeys } from '../tenants/require-sealing-keys.ts';
import { type Output, writeOut } from './archive-streams.ts';
import { summaryOf, wordsFor } from './archive-summary.ts';
import { type ArchivedKeys, findKeys, secretKeysOf } from './archived-keys.ts';
import { withDatabase } from './configured-database.ts';
import { usageFailure } from './outcomes.ts';

const UNDEFINED_TABLE = '42P01';

/** Writes the whole hub with its keys into one file, while it serves or is stopped. */
export async function backup(
  options: Output & { readonly json?: boolean },
  version: string,
): Promise<void> {
  const config = readConfig();
  const keys = await findKeys(config);
  const choose = async () => ({ kind: 'hub' as const, tenant: null, keys });
  const { manifest, totals } = await writeOut(options, (sink) =>
    withDatabase(config, async (connection) => {
      await requireKeys(connection, keys);
      return backupDatabase(connection, { version, madeAt: new Date(), choose }, sink);
    }),
  );
  // Standard output may be the archive.
  const say = options.out === '-' ? console.error : console.log;
  if (options.json) say(JSON.stringify({ file: options.out, ...summaryOf(manifest, totals) }));
  else say(`Wrote ${options.out}: ${wordsFor(manifest, totals)}.`);
}

/** A backup with keys that do not open what is in it would be found out too late. */
async function requireKeys(
  connection: NonNullable<Config['database']>,
  keys: ArchivedKeys,
): Promise<void> {
  const { db, close } = openStore({ connection, poolSize: 1 });
  try {
    const missing = await missingKeys(db, secretKeysOf(keys), SEALED_COLUMNS);
    if (missing.length === 0) return;
    throw usageFailure(
      `The database holds secrets sealed under secret key ${missing.join(', ')}, which is not ` +
        'known here: set TOCSIN_SECRET_KEY, or TOCSIN_DATA to the hub’s data folder.',
    );
  } catch (error) {
    // A database of an older schema does not know its keys.
    if (codeOf(error) !== UNDEFINED_TABLE) throw error;
  } finally {
    await close();
  }
}
