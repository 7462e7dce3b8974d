import { type BaseLogger, pino } from 'pino';

/** What the runner's parts need of a logger. */
export type RunnerLog = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/** JSON lines on stderr: stdout holds the one line that says whom it serves. */
export function createRunnerLog(): RunnerLog {
  return pino({ name: 'tocsin-runner' }, pino.destination({ dest: 2, sync: true }));
}
