import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths wherever we run. */
const TICKS = 100;

/** CPU seconds that a process has used so far; 0 where /proc does not tell. */
export function cpuSeconds(pid: number): number {
  return statOf(pid)?.seconds ?? 0;
}

/** The same for a process and all its present children, with what its earlier ones used. */
export function cpuSecondsOfFamily(pid: number): number {
  const own = statOf(pid);
  if (!own) return 0;
  let sum = own.seconds + own.endedChildren;
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat?.parent === pid) sum += stat.seconds;
  }
  return sum;
}

function statOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold spaces; the third field follows it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (number: number) => Number(fields[number - 3]);
    return {
      parent: field(4),
      seconds: (field(14) + field(15)) / TICKS,
      endedChildren: (field(16) + field(17)) / TICKS,
    };
  } catch {
    return undefined;
  }
}
