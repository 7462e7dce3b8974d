import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** How a command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `tocsin <args>` in a process of its own, which sees PATH, HOME and `env` only. */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const { PATH = '', HOME = '' } = process.env;
  const options = { env: { PATH, HOME, ...env }, maxBuffer: 16 * 1024 * 1024 };
  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  execFile(process.execPath, [MAIN, ...args], options, (error, stdout, stderr) => {
    const code = error ? Number(error.code ?? 1) : 0;
    resolve({ code, stdout, stderr });
  });
  return promise;
}
