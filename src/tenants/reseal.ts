import { keyIdOf, type SecretKeys } from '../kernel/key-ring.ts';
import type { Store } from '../store/connection.ts';
import { type ResealCount, resealColumn } from './reseal-columns.ts';
import type { SealedColumn } from './sealed-columns.ts';
import { deleteSealingKeys, listSealingKeys } from './sealing-queries.ts';
import { resealSecondFactors } from './second-factors.ts';

/** What came of sealing everything anew, by place, such as `secrets.sealed`. */
export interface ResealReport {
  /** How many values were sealed anew. */
  readonly resealed: Readonly<Record<string, number>>;
  /** How many values none of the keys opens: damaged, or under a key that is lost. */
  readonly unopened: Readonly<Record<string, number>>;
  /** Nothing that can be opened rests on another key than the first. */
  readonly complete: boolean;
}

/** A value sealed under the old key by a request that was under way is found by the next round. */
const ROUNDS = 5;

type Counts = Readonly<Record<string, ResealCount>>;

/**
 * Seals everything in the database anew under the first key until there is nothing left to seal, and
 * forgets the other keys. Asked when every hub seals under the first one. Can be interrupted and done
 * again.
 */
export async function resealAll(
  store: Store,
  columns: readonly SealedColumn[],
  keys: SecretKeys,
): Promise<ResealReport> {
  const resealed: Record<string, number> = {};
  for (let round = 1; ; round++) {
    const counts = await resealOnce(store, columns, keys);
    const done = numbersOf(counts, 'resealed');
    for (const [place, count] of Object.entries(done)) {
      resealed[place] = (resealed[place] ?? 0) + count;
    }
    const complete = Object.keys(done).length === 0;
    if (complete) await forgetOthers(store, keyIdOf(keys[0]));
    if (complete || round === ROUNDS) {
      return { resealed, unopened: numbersOf(counts, 'unopened'), complete };
    }
  }
}

async function resealOnce(
  store: Store,
  columns: readonly SealedColumn[],
  keys: SecretKeys,
): Promise<Counts> {
  const counts: Record<string, ResealCount> = {};
  for (const column of columns) {
    counts[`${column.table}.${column.column}`] = await resealColumn(store, column, keys);
  }
  counts['auth.two_factors'] = await resealSecondFactors(store, keys);
  return counts;
}

async function forgetOthers({ db }: Store, keyId: string): Promise<void> {
  const noted = (await listSealingKeys(db)).map((row) => row.key_id);
  await deleteSealingKeys(
    db,
    noted.filter((other) => other !== keyId),
  );
}

function numbersOf(counts: Counts, what: keyof ResealCount): Record<string, number> {
  const numbers = Object.entries(counts).map(([place, count]) => [place, count[what]] as const);
  return Object.fromEntries(numbers.filter(([, count]) => count > 0));
}
