import { readFile } from 'node:fs/promises';

/** Sends a signal to every process of a group; one that is gone needs none. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EPERM: what is left of it runs as somebody else, by sudo. Nothing can be done from here.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/**
 * A name for a process that no other has, not even after a reboot: its number, when it began, and the
 * boot. Null where the system does not tell (no /proc) or the process is gone.
 */
export async function nameProcess(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is the program's name in parentheses, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const begun = fields[19];
    return begun === undefined ? null : `${pid} ${begun} ${boot.trim()}`;
  } catch {
    return null;
  }
}

/** Ends what a runner that was killed has left running. True when there was something. */
export async function endOrphans(name: string): Promise<boolean> {
  const pid = Number(name.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  if ((await nameProcess(pid)) !== name) return false;
  signalGroup(pid, 'SIGKILL');
  return true;
}
