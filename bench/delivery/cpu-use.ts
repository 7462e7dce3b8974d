import { cpus } from 'node:os';
import type { Rig } from '../../test/rig.ts';
import { cpuSeconds, cpuSecondsOfFamily } from '../cpu-time.ts';

/** CPU seconds. */
export interface CpuUse {
  readonly hub: number;
  readonly database: number;
  readonly receiver: number;
  readonly rig: number;
  /** Of all cores together: what nobody used. */
  readonly idle: number;
}

/** What each process has used so far. */
export async function readCpu(rig: Rig, receiverPid: number): Promise<CpuUse> {
  const { user, system } = process.cpuUsage();
  return {
    hub: cpuSeconds(rig.hub().pid),
    database: cpuSecondsOfFamily(await rig.postmasterPid()),
    receiver: cpuSeconds(receiverPid),
    rig: (user + system) / 1e6,
    idle: cpus().reduce((sum, { times }) => sum + times.idle, 0) / 1_000,
  };
}

/** What was used between two readings. */
export function usedBetween(before: CpuUse, after: CpuUse): CpuUse {
  return {
    hub: after.hub - before.hub,
    database: after.database - before.database,
    receiver: after.receiver - before.receiver,
    rig: after.rig - before.rig,
    idle: after.idle - before.idle,
  };
}

/** For people, in all and an event; the others are what else runs on this machine. */
export function cpuInWords({ idle, ...ours }: CpuUse, seconds: number, events: number): string {
  const used = Object.entries(ours).map(
    ([name, time]) => `${name} ${time.toFixed(1)} (${((time / events) * 1e6).toFixed(0)} µs)`,
  );
  const sum = Object.values(ours).reduce((a, b) => a + b, 0);
  const others = Math.max(0, cpus().length * seconds - sum - idle);
  return `${used.join(', ')}; others ${others.toFixed(1)}, idle ${idle.toFixed(1)}`;
}
