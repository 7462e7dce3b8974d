import { setTimeout as sleep } from 'node:timers/promises';

// PostgreSQL's own words: SIGINT is the fast shutdown, SIGQUIT the immediate one (the next start
// recovers from the log; nothing committed is lost). SIGKILL leaves backends to notice themselves.
const STEPS = [
  { signal: 'SIGINT', patience: 8_000 },
  { signal: 'SIGQUIT', patience: 7_000 },
  { signal: 'SIGKILL', patience: 5_000 },
] as const;

/**
 * Stops a server: the fast shutdown, after 8 s the immediate one, at last SIGKILL. `alive` must
 * tell whether the process is still that very server; it is asked before each signal.
 */
export async function signalUntilGone(pid: number, alive: () => boolean | Promise<boolean>) {
  for (const { signal, patience } of STEPS) {
    if (!(await alive())) return;
    sendSignal(pid, signal);
    for (const until = Date.now() + patience; Date.now() < until; await sleep(10)) {
      if (!(await alive())) return;
    }
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
