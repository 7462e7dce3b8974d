import { type ChildProcess, spawn } from 'node:child_process';
import { SECOND } from '../../kernel/time.ts';
import { signalGroup } from './process-group.ts';

/** A program that is to run, all of it decided on this host. */
export interface Execution {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** As whom; null: as the runner. */
  readonly identity: { readonly uid: number; readonly gid: number } | null;
}

export type StreamName = 'stdout' | 'stderr';

/** How a program ended; what it was not: started, or ended. */
export type Ending =
  | { readonly kind: 'exited'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'not_started'; readonly fault: string }
  /** It did not go when it was killed: by sudo it belongs to somebody else. */
  | { readonly kind: 'escaped' };

/** A program under way. */
export interface Running {
  /** Leader of the process group; undefined when it could not be started. */
  readonly pid: number | undefined;
  readonly ended: Promise<Ending>;
  /** Asks the whole group to end, and after five seconds makes it. */
  readonly stop: () => void;
}

const KILL_AFTER = 5 * SECOND;

/** How long a program that was killed may take to be gone. */
const GONE_AFTER = 5 * SECOND;

/** What is still to be read of a program that has ended, where others hold its streams open. */
const DRAIN = SECOND;

/**
 * Runs a program without a shell, in a process group of its own, with an empty standard input. When it
 * has ended, whatever it left running in its group is killed.
 */
export function execute(
  { program, args, folder, environment, identity }: Execution,
  hear: (stream: StreamName, bytes: Buffer) => void,
): Running {
  const child = spawn(program, [...args], {
    cwd: folder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: false,
    detached: true,
    ...(identity ?? {}),
  });
  child.stdout.on('data', (bytes: Buffer) => hear('stdout', bytes));
  child.stderr.on('data', (bytes: Buffer) => hear('stderr', bytes));
  const timers: NodeJS.Timeout[] = [];
  const { pid } = child;
  const { promise: escaped, resolve: giveIn } = Promise.withResolvers<Ending>();
  const giveUp = () => {
    child.unref();
    release(child);
    giveIn({ kind: 'escaped' });
  };
  const stop = () => {
    if (pid === undefined || timers.length > 0) return;
    signalGroup(pid, 'SIGTERM');
    timers.push(
      setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER),
      setTimeout(giveUp, KILL_AFTER + GONE_AFTER),
    );
  };
  const ended = Promise.race([endOf(child, folder), escaped]).finally(() => {
    for (const timer of timers) clearTimeout(timer);
  });
  return { pid, ended, stop };
}

function release({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}

function endOf(child: ChildProcess, folder: string): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  const cleanUp = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  child.on('error', (error) => {
    if (child.pid === undefined) {
      resolve({ kind: 'not_started', fault: `${error.message}, in ${folder}` });
    }
  });
  child.once('exit', (exitCode, signal) => {
    const end = () => {
      clearTimeout(drained);
      cleanUp();
      release(child);
      resolve({ kind: 'exited', exitCode, signal });
    };
    const drained = setTimeout(end, DRAIN);
    child.once('close', end);
  });
  return promise;
}
