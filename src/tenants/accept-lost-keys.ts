import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import type { Db } from '../store/connection.ts';
import { noteSealingKey } from './require-sealing-keys.ts';
import type { SealedColumn } from './sealed-columns.ts';
import { countSealed, deleteSealingKeys, listSealingKeys } from './sealing-queries.ts';

/**
 * Lets hubs start without the keys that are noted but not among these. Returns how many values of each
 * place rest on keys that nobody has: they stay as they are and cannot be opened.
 */
export async function acceptLostKeys(
  db: Db,
  keys: SecretKeys,
  columns: readonly SealedColumn[],
): Promise<Readonly<Record<string, number>>> {
  const known = new Set(keys.map(keyIdOf));
  const lost: Record<string, number> = {};
  for (const column of columns) {
    const counts = [...(await countSealed(db, column))].filter(([keyId]) => !known.has(keyId));
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    if (total > 0) lost[`${column.table}.${column.column}`] = total;
  }
  await noteSealingKey(db, keys);
  const noted = (await listSealingKeys(db)).map((row) => row.key_id);
  await deleteSealingKeys(
    db,
    noted.filter((keyId) => !known.has(keyId)),
  );
  return lost;
}
