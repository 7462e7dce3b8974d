import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../kernel/hashing.ts';

const DIRECTORY = fileURLToPath(new URL('../../migrations/', import.meta.url));
const NAME = /^(\d{6})_[a-z0-9_]+\.sql$/;
/** The committed dump of the result, beside the migrations. */
const DUMP = 'schema.sql';

export interface Migration {
  readonly version: number;
  /** File name, e.g. `000001_hub.sql`. */
  readonly name: string;
  readonly sql: string;
  /**
   * Its first line is `-- outside a transaction`: one statement that cannot run inside of one, such
   * as `create index concurrently`, which keeps nobody from writing.
   */
  readonly outsideTransaction: boolean;
  /** SHA-256 of the text, hex; line ends do not count. */
  readonly checksum: string;
}

/**
 * The migrations of a folder in ascending order of their numbers. Throws for a `.sql` file that is
 * not named `NNNNNN_name.sql` and for a number used twice: either would be skipped silently.
 */
export async function readMigrations(directory: string = DIRECTORY): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    if (name === DUMP) continue;
    const migration = await readMigration(directory, name);
    const previous = migrations.at(-1);
    if (previous?.version === migration.version) {
      throw new Error(`Migrations ${previous.name} and ${name} have the same number.`);
    }
    migrations.push(migration);
  }
  return migrations;
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const version = Number(NAME.exec(name)?.[1]);
  if (!version) throw new Error(`Migration ${name} is not named like 000001_words.sql.`);
  const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
  const outsideTransaction = sql.startsWith('-- outside a transaction\n');
  return { version, name, sql, outsideTransaction, checksum: sha256Hex(sql) };
}
