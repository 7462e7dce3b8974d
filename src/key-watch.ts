import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { startTicker } from './jobs/ticker.ts';
import { keyIdOf, type SecretKeys } from './kernel/key-ring.ts';
import { SECOND } from './kernel/time.ts';
import type { FollowingKeyRing } from './keys.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';
import type { Store } from './store/connection.ts';
import { forgetProcess, noteProcess } from './tenants/process-queries.ts';
import { requireSealingKeys } from './tenants/require-sealing-keys.ts';
import { createRingSealer, type Sealer } from './tenants/sealing.ts';

interface Watched {
  readonly ring: FollowingKeyRing;
  readonly config: Pick<Config, 'secretKey'>;
  readonly store: Store;
  readonly log: Logger;
}

/**
 * Refuses keys that do not open what is in the database, and from then on says which keys this hub
 * knows and follows the key files: a key is rotated while hubs run. Returns the sealer over them.
 */
export async function watchKeys(
  { ring, config, store, log }: Watched,
  closers: (() => Promise<unknown>)[],
): Promise<Sealer> {
  const processId = randomUUID();
  const settle = (keys: SecretKeys) => settleKeys(store, keys);
  const note = () => {
    const openingKeys = ring.keys().map(keyIdOf);
    const sealingKey = keyIdOf(ring.keys()[0]);
    const who = { processId, host: hostname(), osProcessId: process.pid };
    return noteProcess(store.db, { ...who, sealingKey, openingKeys });
  };
  const follow = async () => {
    const before = ring.keys();
    await ring.reload(settle);
    if (ring.keys() === before) return;
    log.info({ keys: ring.keys().map(keyIdOf) }, 'the secret keys were replaced');
    await note();
  };
  await settle(ring.keys());
  await note();
  // A hub that cannot say that it ends is taken to have ended after half a minute.
  closers.push(() => forgetProcess(store.db, processId).catch(() => {}));
  closers.push(startTicker('telling that this hub runs', 10 * SECOND, note, log).close);
  if (config.secretKey === null) {
    closers.push(startTicker('following the secret keys', SECOND, follow, log).close);
  }
  return createRingSealer(ring);
}

async function settleKeys(store: Store, keys: SecretKeys): Promise<void> {
  await requireSealingKeys(store.db, keys, SEALED_COLUMNS);
  if (keys.length === 1) return;
  const { labelSecondFactors } = await import('./tenants/second-factors.ts');
  await labelSecondFactors(store, keys);
}
