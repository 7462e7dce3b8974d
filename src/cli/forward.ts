import { readFileSync } from 'node:fs';
import { readForwardSecrets } from '../config.ts';
import { systemClock } from '../kernel/time.ts';
import { startForwarder } from './forward/forwarder.ts';
import { createForwardLog } from './forward/log.ts';
import { type ForwardOptions, readForwardSettings } from './forward-settings.ts';
import { EXIT } from './outcomes.ts';
import { awaitStopSignal } from './stop-signal.ts';

/** Runs the forwarder until a signal asks it to stop, then ends the process. */
export async function forward(options: ForwardOptions): Promise<never> {
  const readText = (path: string) => readFileSync(path, 'utf8');
  const settings = readForwardSettings(options, readForwardSecrets(), readText);
  const stopSignal = awaitStopSignal();
  const forwarder = await startForwarder(settings, createForwardLog(), systemClock);
  console.log(`Tocsin forward listens on ${forwarder.url}`);
  await stopSignal;
  await forwarder.stop();
  process.exit(EXIT.ok);
}
