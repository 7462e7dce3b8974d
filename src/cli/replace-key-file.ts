import { randomBytes } from 'node:crypto';
import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import {
  dropNextKey,
  type KeyFiles,
  promoteNextKey,
  readKeyFiles,
  writeNextKey,
} from '../key-files.ts';
import { SEALED_COLUMNS } from '../sealed-columns.ts';
import type { Store } from '../store/connection.ts';
import { awaitHubs } from '../tenants/await-hubs.ts';
import { keysInUse, noteSealingKey } from '../tenants/require-sealing-keys.ts';
import { CommandFailure, EXIT } from './outcomes.ts';

/**
 * Puts a new key in the place of the data folder's: announced first, used when every running hub can
 * open what is sealed under it. Goes on where an interrupted rotation ended. Returns the keys from now
 * on, the new one first.
 */
export async function replaceKeyFile(dataDir: string, store: Store): Promise<SecretKeys> {
  const before = await readKeyFiles(dataDir);
  const { current } = before;
  if (current === null) {
    const detail = `There is no secret-key in ${dataDir}. Set TOCSIN_DATA to the hub's data folder.`;
    throw new CommandFailure(EXIT.usage, detail);
  }
  if (before.next === null && (await isUnfinished(store, before))) {
    return [current, ...before.previous];
  }
  const next = before.next ?? randomBytes(32);
  await announce(dataDir, store, next);
  await noteSealingKey(store.db, [next]);
  await promoteNextKey(dataDir, before);
  return [next, current, ...before.previous];
}

/** The files were replaced, but not everything was sealed anew. */
async function isUnfinished(store: Store, { previous }: KeyFiles): Promise<boolean> {
  const used = await keysInUse(store.db, SEALED_COLUMNS);
  return previous.some((key) => used.has(keyIdOf(key)));
}

async function announce(dataDir: string, store: Store, next: Buffer): Promise<void> {
  await writeNextKey(dataDir, next);
  const keyId = keyIdOf(next);
  const late = await awaitHubs(store, (hub) => hub.openingKeys.includes(keyId));
  if (late.length === 0) return;
  await dropNextKey(dataDir);
  throw new CommandFailure(
    EXIT.refused,
    `Nothing was changed: ${late.join('; ')} does not follow the keys in ${dataDir}. Hubs that do not ` +
      'share this folder are given their key by TOCSIN_SECRET_KEY.',
  );
}
