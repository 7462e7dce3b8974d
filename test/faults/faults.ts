import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseKind, Rig } from '../rig.ts';

/** Something that breaks, on which kind of database, how often. */
export interface Fault {
  readonly name: string;
  readonly database: DatabaseKind;
  /** Every round of the run, or once. */
  readonly repeated: boolean;
  readonly expects503?: boolean;
  readonly strike: (rig: Rig) => Promise<void>;
}

const STOPPED_FOR = 5_000;

export const FAULTS: readonly Fault[] = [
  { name: 'kill -9 hub', database: 'system', repeated: true, strike: killHub },
  { name: 'kill -9 hub', database: 'embedded', repeated: true, strike: killHub },
  { name: 'kill -9 postgres', database: 'system', repeated: true, strike: killDatabase },
  { name: 'kill -9 postgres', database: 'embedded', repeated: true, strike: killDatabase },
  {
    name: 'postgres away 5 s',
    database: 'system',
    repeated: false,
    expects503: true,
    strike: stopDatabase,
  },
];

/** The next start has to work with what the killed hub left, at the first attempt. */
export async function killHub(rig: Rig): Promise<void> {
  await rig.hub().kill();
  await rig.restartHub();
}

/** A supervisor starts it again: the hub's own, or for the system's the rig's. */
export async function killDatabase(rig: Rig): Promise<void> {
  process.kill(await rig.postmasterPid(), 'SIGKILL');
}

async function stopDatabase(rig: Rig): Promise<void> {
  await rig.stopDatabase();
  await sleep(STOPPED_FOR);
  await rig.startDatabase();
}
