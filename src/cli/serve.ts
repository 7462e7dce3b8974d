import { setTimeout as sleep } from 'node:timers/promises';
import { type Hub, startHub } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import { CommandFailure, EXIT } from './outcomes.ts';
import { awaitStopSignal } from './stop-signal.ts';
import { welcome } from './welcome.ts';

/** Embedded database included; what runs a service kills it after ten seconds. */
const CLOSE_WITHIN = 9_500;

/** Runs the hub until a signal asks it to stop, then ends the process. */
export async function serve(): Promise<never> {
  const config = readConfig();
  // Before anything is started: a signal that comes meanwhile must not leave a database behind.
  const stopSignal = awaitStopSignal();
  const stop = new AbortController();
  void stopSignal.then(() => stop.abort());
  const hub = await start(config, stop.signal);
  console.log(welcome(config, hub));
  await stopSignal;
  // Something may still hold the event loop; what had to be finished is finished.
  process.exit(await close(hub));
}

async function start(config: Config, signal: AbortSignal): Promise<Hub> {
  try {
    return await startHub(config, signal);
  } catch (error) {
    // It was asked to stop while it waited for its database.
    if (signal.aborted) process.exit(EXIT.ok);
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const taken = `Port ${config.port} is in use. Choose another with PORT; 0 takes a free one.`;
    throw new CommandFailure(EXIT.refused, taken);
  }
}

async function close(hub: Hub): Promise<number> {
  const late = sleep(CLOSE_WITHIN, 'late' as const);
  const how = await Promise.race([hub.close(), late]);
  if (how !== 'late') return EXIT.ok;
  console.error(`The hub did not close within ${CLOSE_WITHIN / 1_000} s and ends as it is.`);
  return EXIT.refused;
}
