import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunnerProcess, startRunner } from './runner-process.ts';

const WORK = fileURLToPath(new URL('runner-work.sh', import.meta.url));

/** A host with a runner: a scratch folder, a program in it, and an allow-list for that. */
export interface RunnerHost {
  readonly folder: string;
  /** Absolute path of the program. */
  readonly program: string;
  /** A file in the folder; null: there is none. */
  readonly read: (name: string) => Promise<string | null>;
  readonly write: (name: string, text: string) => Promise<void>;
  /** What the program was called with, one call a line. */
  readonly ran: () => Promise<readonly string[]>;
  /** Starts a runner on what earlier ones left; `state`: another runner's. */
  readonly start: (env: Readonly<Record<string, string>>, state?: string) => RunnerProcess;
  /** Kills all runners and removes the folder. */
  readonly close: () => Promise<void>;
}

/** Makes a host that only {@link WORK} may run on. */
export async function openRunnerHost(): Promise<RunnerHost> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-host-'));
  const program = join(folder, 'work.sh');
  await copyFile(WORK, program);
  await chmod(program, 0o755);
  const allowList = join(folder, 'runner.yaml');
  const entry = { program, arguments: ['say|slow|touch|remove|wait'], rest: '[^;]*', folder };
  await writeFile(allowList, JSON.stringify({ programs: [entry] }));
  const runners: RunnerProcess[] = [];
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => null);
  return {
    folder,
    program,
    read,
    write: (name, text) => writeFile(join(folder, name), text),
    ran: async () => ((await read('ran')) ?? '').split('\n').filter((line) => line !== ''),
    start: (env, state = 'state') => {
      const files = ['--allow-list', allowList, '--state', join(folder, state)];
      const runner = startRunner([...files, '--drain-seconds', '0'], env);
      runners.push(runner);
      return runner;
    },
    close: async () => {
      await Promise.all(runners.map((runner) => runner.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
