import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Rig } from '../rig.ts';

const PATIENCE = 15_000;

/** Where the hub did not come back, the database may still be on its way. */
export async function connectPatiently(rig: Rig): Promise<pg.Client> {
  for (const until = Date.now() + PATIENCE; ; await sleep(100)) {
    const client = new pg.Client(await rig.connection());
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
