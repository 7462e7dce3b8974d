import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { secretKey, token } from './config-values.ts';
import type { KeyRing, SecretKeys } from './kernel/key-ring.ts';
import { parseFile, readKeyFiles, readOrCreate } from './key-files.ts';

/** The settings that say where the hub's own keys are. */
export type KeySettings = Pick<
  Config,
  'dataDir' | 'database' | 'production' | 'secretKey' | 'previousSecretKeys' | 'rootToken'
>;

export interface Keys {
  /** 32 bytes that seal the secrets in the database: who loses them has to set those anew. */
  readonly secretKey: Buffer;
  /** Keys that were replaced, or are about to replace it: they open and verify, nothing more. */
  readonly otherSecretKeys: readonly Buffer[];
  /** The operator's bearer token; `null`: the root API is off. */
  readonly rootToken: string | null;
}

/** The secret keys of a running hub, which follow the files in its data folder. */
export interface FollowingKeyRing extends KeyRing {
  /** What the files hold now is looked at first, then used: `prepare` may still refuse it. */
  readonly reload: (prepare: (keys: SecretKeys) => Promise<void>) => Promise<void>;
}

/**
 * The hub's own keys: from the configuration, else from `secret-key` and `root-token` in the data
 * folder, else generated into them (mode 0600). Beside an external database nothing is generated
 * in production, and without a data folder there is no root token. Throws when a file cannot be
 * read or written or holds something else, and when production lacks its key.
 */
export async function loadKeys(config: KeySettings): Promise<Keys> {
  const key = config.secretKey ?? (await loadSecretKey(config));
  const rootToken = config.rootToken ?? (await loadRootToken(config));
  const otherSecretKeys = await loadOtherKeys(config, key);
  return { secretKey: key, otherSecretKeys, rootToken };
}

/** The keys as a running hub has them. Throws like {@link loadKeys}. */
export async function openKeys(config: KeySettings) {
  const keys = await loadKeys(config);
  return { ring: openKeyRing(config, keys), rootToken: keys.rootToken };
}

/** A key of the environment stays until the next start. */
function openKeyRing(config: KeySettings, keys: Keys): FollowingKeyRing {
  let present: SecretKeys = [keys.secretKey, ...keys.otherSecretKeys];
  return {
    keys: () => present,
    reload: async (prepare) => {
      const key = config.secretKey ?? (await readKeyFiles(config.dataDir)).current;
      // Without its file the hub goes on as it is: the next start will say what is missing.
      if (key === null) return;
      const found: SecretKeys = [key, ...(await loadOtherKeys(config, key))];
      if (sameKeys(found, present)) return;
      await prepare(found);
      present = found;
    },
  };
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

async function loadOtherKeys(config: KeySettings, key: Buffer): Promise<readonly Buffer[]> {
  const files = await readKeyFiles(config.dataDir);
  // The current one, too: it may have become another since `key` was read.
  const announced = config.secretKey === null ? [files.current, files.next] : [];
  const known = [...config.previousSecretKeys, ...files.previous, ...announced];
  const all = known.filter((other) => other !== null);
  return all.filter(
    (other, index) =>
      !other.equals(key) && all.findIndex((earlier) => earlier.equals(other)) === index,
  );
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

function sameKeys(a: SecretKeys, b: SecretKeys): boolean {
  return a.length === b.length && a.every((key, index) => b[index]?.equals(key));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
