import { setTimeout as sleep } from 'node:timers/promises';

/** For the rig, which takes everything down and ends the process itself. */
const GRACE = 15_000;

let interrupted = false;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
  });
}

/** Throws when a signal came before there was a rig to hear it. */
export function throwIfInterrupted(): void {
  if (interrupted) throw new Error('Interrupted.');
}

/** Runs a measurement. When it is interrupted it fails all over; that is not reported. */
export async function unlessInterrupted<T>(work: () => Promise<T>): Promise<T> {
  try {
    throwIfInterrupted();
    return await work();
  } catch (error) {
    if (!interrupted) throw error;
    await sleep(GRACE);
    process.exit(130);
  }
}
