import { constants } from 'node:os';

/** Signals that arrive this close together are one wish: the terminal, npm and `npm start` each
 * pass the same Ctrl-C on. */
const SAME_WISH = 1_000;

/** Resolves at the first SIGTERM or SIGINT. Another one, a second or more later, ends the process. */
export function awaitStopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let first: number | undefined;
  const onSignal = (signal: 'SIGTERM' | 'SIGINT') => {
    first ??= Date.now();
    if (Date.now() - first >= SAME_WISH) process.exit(128 + constants.signals[signal]);
    resolve();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return promise;
}
