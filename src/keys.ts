import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { secretKey, token } from './config-values.ts';

export interface Keys {
  /** 32 bytes that seal the secrets in the database: who loses them has to set those anew. */
  readonly secretKey: Buffer;
  /** The operator's bearer token; `null`: the root API is off. */
  readonly rootToken: string | null;
}

/**
 * The hub's own keys: from the configuration, else from `secret-key` and `root-token` in the data
 * folder, else generated into them (mode 0600). Beside an external database nothing is generated
 * in production, and without a data folder there is no root token. Throws when a file cannot be
 * read or written or holds something else, and when production lacks its key.
 */
export async function loadKeys(
  config: Pick<Config, 'dataDir' | 'database' | 'production' | 'secretKey' | 'rootToken'>,
): Promise<Keys> {
  const key = config.secretKey ?? (await loadSecretKey(config));
  const rootToken = config.rootToken ?? (await loadRootToken(config));
  return { secretKey: key, rootToken };
}

async function loadSecretKey(
  config: Pick<Config, 'dataDir' | 'database' | 'production'>,
): Promise<Buffer> {
  if (config.database && config.production) {
    throw new Error(
      'TOCSIN_SECRET_KEY must be set, because DATABASE_URL is and this is production.',
    );
  }
  const path = join(config.dataDir, 'secret-key');
  return parseFile(path, secretKey, await readOrCreate(path, randomBytes(32).toString('base64')));
}

async function loadRootToken(config: Pick<Config, 'dataDir' | 'database'>): Promise<string | null> {
  if (config.database && !(await exists(config.dataDir))) return null;
  const path = join(config.dataDir, 'root-token');
  return parseFile(
    path,
    token,
    await readOrCreate(path, `root_${randomBytes(24).toString('hex')}`),
  );
}

function parseFile<T>(path: string, parse: (text: string) => T, text: string): T {
  try {
    return parse(text.trim());
  } catch (error) {
    const allowed = error instanceof Error ? error.message : String(error);
    throw new Error(`The file ${path} does not hold what it should; allowed: ${allowed}`);
  }
}

/** Two hubs that start at once get the same content: the first complete file wins. */
async function readOrCreate(path: string, content: string): Promise<string> {
  const existing = await readIfThere(path);
  if (existing !== undefined) return existing;
  // As restrictive as possible; a hub started by root opens the folder for its database's account.
  await mkdir(join(path, '..'), { recursive: true, mode: 0o711 });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDurably(draft, `${content}\n`);
    await link(draft, path);
    return content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(path, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(path: string, content: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
