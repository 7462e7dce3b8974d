import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Config } from '../config.ts';
import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import { readKeyFiles } from '../key-files.ts';
import { usageFailure } from './outcomes.ts';

const Key = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' });

const ArchivedKeys = Type.Object({
  secret_key: Key,
  /** They still open what was sealed before the key was rotated. */
  other_secret_keys: Type.Array(Key),
  root_token: Type.Union([Type.Null(), Type.String({ pattern: '^[!-~]{16,200}$' })]),
});
/** The hub's own keys as a backup holds them, in base64. */
export type ArchivedKeys = Static<typeof ArchivedKeys>;

type KeySettings = Pick<Config, 'dataDir' | 'secretKey' | 'previousSecretKeys' | 'rootToken'>;

/**
 * The keys of the hub whose database is backed up: as it is configured here, else from its data
 * folder. None is made: a backup with another key than the hub's would be worth little.
 */
export async function findKeys(config: KeySettings): Promise<ArchivedKeys> {
  const { current, next, previous } = await readKeyFiles(config.dataDir);
  const key = config.secretKey ?? current;
  if (key === null) {
    throw usageFailure(
      `The hub's secret key is needed: set TOCSIN_SECRET_KEY, or TOCSIN_DATA to the hub's data ` +
        `folder (${config.dataDir} has no secret-key).`,
    );
  }
  const others = [...config.previousSecretKeys, ...previous, current, next];
  const texts = others.flatMap((other) => (other ? [other.toString('base64')] : []));
  const secret_key = key.toString('base64');
  const other_secret_keys = [...new Set(texts)].filter((text) => text !== secret_key);
  const root_token = config.rootToken ?? (await tokenIn(config.dataDir));
  return { secret_key, other_secret_keys, root_token };
}

/** The keys as a sealer takes them, the current one first. */
export function secretKeysOf({ secret_key, other_secret_keys }: ArchivedKeys): SecretKeys {
  const bytesOf = (text: string) => Buffer.from(text, 'base64');
  return [bytesOf(secret_key), ...other_secret_keys.map(bytesOf)];
}

/** Throws an Error when a backup's keys are not there or not what they should be. */
export function parseKeys(value: unknown): ArchivedKeys {
  if (Value.Check(ArchivedKeys, value)) return value;
  throw new Error('The archive is damaged: its keys.json is not what it should be.');
}

/** Refuses a key that is configured here, or kept in the folder, and is not the backup's. */
export function refuseOtherKey(keys: ArchivedKeys, found: Buffer | null, where: string): void {
  const wanted = Buffer.from(keys.secret_key, 'base64');
  if (found === null || found.equals(wanted)) return;
  throw usageFailure(
    `${where} is key ${keyIdOf(found)}, but the backup was sealed with key ${keyIdOf(wanted)}. ` +
      'Leave it unset, or give the key that the hub had.',
  );
}

async function tokenIn(dataDir: string): Promise<string | null> {
  const text = await readFile(join(dataDir, 'root-token'), 'utf8').catch(() => '');
  return text.trim() || null;
}
