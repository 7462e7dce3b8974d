import { type BaseLogger, pino } from 'pino';

/** What the forwarder's parts need of a logger. */
export type ForwardLog = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** JSON lines on stderr: stdout holds the one line that says where it listens. */
export function createForwardLog(): ForwardLog {
  return pino({ name: 'tocsin-forward' }, pino.destination({ dest: 2, sync: true }));
}
