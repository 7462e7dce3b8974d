import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import type { Db } from '../store/connection.ts';
import type { SealedColumn } from './sealed-columns.ts';
import { createSealer, type Sealer } from './sealing.ts';
import { countSealed, insertSealingKey, listSealingKeys } from './sealing-queries.ts';

const PROOF = 'this key opens what it sealed';

/**
 * Refuses, with an Error in one sentence, to work with keys that do not open everything in the
 * database; notes the first key before anything is sealed under it. A database that knows no key yet
 * (it is new, or of an older version) is looked through once.
 */
export async function requireSealingKeys(
  db: Db,
  keys: SecretKeys,
  columns: readonly SealedColumn[],
): Promise<void> {
  const missing = await missingKeys(db, keys, columns);
  if (missing.length > 0) throw wrongKey(missing, keys);
  await noteSealingKey(db, keys);
}

/** Ids of keys that sealed values rest on and that these keys are not. */
export async function missingKeys(
  db: Db,
  keys: SecretKeys,
  columns: readonly SealedColumn[],
): Promise<readonly string[]> {
  const noted = await listSealingKeys(db);
  const known = new Set(keys.map(keyIdOf));
  if (noted.length === 0) {
    const used = await keysInUse(db, columns);
    return [...used].filter((keyId) => !known.has(keyId));
  }
  const sealer = createSealer(keys);
  const unopened = noted.filter((row) => !isProof(sealer, row.key_id, row.proof));
  return unopened.map((row) => row.key_id);
}

/** Ids of all keys that sealed values rest on. Reads every sealed column. */
export async function keysInUse(
  db: Db,
  columns: readonly SealedColumn[],
): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const column of columns) {
    for (const keyId of (await countSealed(db, column)).keys()) used.add(keyId);
  }
  return used;
}

/** Notes the first key: from now on values may rest on it. */
export async function noteSealingKey(db: Db, keys: SecretKeys): Promise<void> {
  const keyId = keyIdOf(keys[0]);
  await insertSealingKey(db, keyId, createSealer(keys).seal(PROOF, proofOwner(keyId)));
}

function isProof(sealer: Sealer, keyId: string, proof: Buffer): boolean {
  try {
    return sealer.open(proof, proofOwner(keyId)) === PROOF;
  } catch {
    return false;
  }
}

function proofOwner(keyId: string) {
  return { tenantId: '', ownerId: `sealing key ${keyId}` };
}

function wrongKey(missing: readonly string[], keys: SecretKeys): Error {
  const given = keys.map(keyIdOf).join(', ');
  return new Error(
    `The secrets in this database are sealed under secret key ${missing.join(', ')}, but the hub ` +
      `was given ${given}: set TOCSIN_SECRET_KEY (or the file secret-key in the data folder) to the ` +
      'key it had, or add that key to TOCSIN_SECRET_KEY_PREVIOUS; where it is lost for good, see ' +
      '"tocsin rotate-key --accept-loss".',
  );
}
