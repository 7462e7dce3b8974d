import type { Rig } from '../../test/rig.ts';
import { cpuSeconds, cpuSecondsOfFamily } from '../cpu-time.ts';

/** CPU seconds. */
export interface CpuUse {
  readonly hub: number;
  readonly database: number;
  readonly receiver: number;
  readonly rig: number;
}

/** What each process has used so far. */
export async function readCpu(rig: Rig, receiverPid: number): Promise<CpuUse> {
  const { user, system } = process.cpuUsage();
  return {
    hub: cpuSeconds(rig.hub().pid),
    database: cpuSecondsOfFamily(await rig.postmasterPid()),
    receiver: cpuSeconds(receiverPid),
    rig: (user + system) / 1e6,
  };
}
