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

/** How a program ended; `fault` when it could not be started. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly fault: string | null;
}

/** A program under way. */
export interface Running {
  /** Leader of the process group; undefined when it could not be started. */
  readonly pid: number | undefined;
  readonly ended: Promise<Ending>;
  /** Asks the whole group to end, and after five seconds makes it. */
  readonly stop: () => void;
}

const KILL_AFTER = 5 * SECOND;

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
  let later: NodeJS.Timeout | undefined;
  const { pid } = child;
  const stop = () => {
    if (pid === undefined || later !== undefined) return;
    signalGroup(pid, 'SIGTERM');
    later = setTimeout(() => signalGroup(pid, 'SIGKILL'), KILL_AFTER);
  };
  const ended = endOf(child).finally(() => clearTimeout(later));
  return { pid, ended, stop };
}

function endOf(child: ChildProcess): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  const cleanUp = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  child.on('error', (error) => {
    if (child.pid === undefined) resolve({ exitCode: null, signal: null, fault: error.message });
  });
  child.once('exit', (exitCode, signal) => {
    const end = () => {
      clearTimeout(drained);
      cleanUp();
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ exitCode, signal, fault: null });
    };
    const drained = setTimeout(end, DRAIN);
    child.once('close', end);
  });
  return promise;
}
