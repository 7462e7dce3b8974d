import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { listProcesses, type ServerProcess } from './process-queries.ts';

/** Milliseconds; a hub that was killed is forgotten meanwhile. */
const PATIENCE = 60 * SECOND;
const PAUSE = 250;

/**
 * Waits until every running hub `knows` what it should, a minute at most. Returns those that do not
 * even then, in words; none: all do.
 */
export async function awaitHubs(
  store: Store,
  knows: (hub: ServerProcess) => boolean,
  patience: number = PATIENCE,
): Promise<readonly string[]> {
  for (const giveUpAt = Date.now() + patience; ; await sleep(PAUSE)) {
    const late = (await listProcesses(store.db)).filter((hub) => !knows(hub));
    if (late.length === 0 || Date.now() >= giveUpAt) return late.map(describe);
  }
}

function describe({ host, osProcessId, sealingKey }: ServerProcess): string {
  return `process ${osProcessId} on ${host} (seals under ${sealingKey})`;
}
