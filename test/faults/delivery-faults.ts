import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { urlOfConnection } from '../../src/store/connection-url.ts';
import { type HubProcess, startHubProcess } from '../hub-process.ts';
import type { DatabaseKind, Rig } from '../rig.ts';
import { killDatabase, killHub } from './faults.ts';

/** Something that breaks while deliveries are under way. */
export interface DeliveryFault {
  readonly name: string;
  readonly database: DatabaseKind;
  /** Every round of the run, or once. */
  readonly repeated: boolean;
  readonly strike: (rig: Rig) => Promise<void>;
  /** Share of requests that receivers answer with 500. */
  readonly refusals: number;
  /** A second hub on the same database, which lives on. */
  readonly second?: boolean;
  /** Whether no more than what was under way may be told again. */
  readonly bounded: boolean;
  /** Milliseconds in which what was cut off is sent again: the lease, a poll, and some slack. */
  readonly recovery?: number;
}

const LEASE = 15_000;
const POLL = 500;
const SLACK = 1_000;

const killed = { repeated: true, strike: killHub, refusals: 0.01, bounded: true } as const;

export const DELIVERY_FAULTS: readonly DeliveryFault[] = [
  { name: 'kill -9 hub', database: 'system', ...killed },
  { name: 'kill -9 hub', database: 'embedded', ...killed },
  // The database may take back what it had not written down yet: results that are then unknown.
  {
    name: 'kill -9 postgres',
    database: 'system',
    repeated: false,
    strike: killDatabase,
    refusals: 0.01,
    bounded: false,
  },
  {
    name: 'kill -9 1 of 2 hubs',
    database: 'system',
    repeated: false,
    strike: (rig) => rig.hub().kill(),
    refusals: 0,
    second: true,
    bounded: true,
    recovery: LEASE + POLL + SLACK,
  },
];

/** A replica of the rig's hub, with the same keys (`env`). */
export async function startSecondHub(
  rig: Rig,
  env: Readonly<Record<string, string>>,
): Promise<HubProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-second-'));
  const hub = await startHubProcess({
    TOCSIN_DATA: folder,
    TOCSIN_ROOT_TOKEN: rig.rootToken,
    DATABASE_URL: urlOfConnection(await rig.connection()),
    LOG_LEVEL: 'warn',
    PORT: '0',
    ...env,
  });
  const stop = async () => {
    const code = await hub.stop();
    await rm(folder, { recursive: true, force: true });
    return code;
  };
  return { ...hub, stop };
}
