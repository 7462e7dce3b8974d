import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PATIENCE = 60_000;

/** A hub in a process of its own, as a user runs it. */
export interface HubProcess {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  /** Milliseconds from spawn until it said that it listens. */
  readonly startedIn: number;
  /** The first key, where this was the first start. */
  readonly apiKey: string | null;
  readonly alive: () => boolean;
  /** The last lines it wrote. */
  readonly output: () => string;
  /** SIGTERM; waits for its end and returns the exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL; waits for its end. */
  readonly kill: () => Promise<void>;
}

/** A hub: `serve`, as {@link startTocsin} does it. */
export function startHubProcess(env: Readonly<Record<string, string>>): Promise<HubProcess> {
  return startTocsin('serve', env);
}

/**
 * Starts a command of `src/main.ts` that listens and waits until it says where. It sees PATH, HOME
 * and `env` only. Throws with its output when it ends instead.
 */
export async function startTocsin(
  command: 'serve' | 'forward',
  env: Readonly<Record<string, string>>,
): Promise<HubProcess> {
  const started = performance.now();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, command], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const output = collect(child);
  const [, url = '', port] = await output.find(
    /Tocsin (?:forward )?listens on (http:\/\/\S+?:(\d+))\b/,
  );
  // The rest of the greeting comes with the same write.
  const apiKey = /API key +(\S+)/.exec(output.text())?.[1] ?? null;
  const startedIn = Math.round(performance.now() - started);
  return { url, port: Number(port), startedIn, apiKey, output: output.text, ...controls(child) };
}

function controls(child: ChildProcess) {
  const alive = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals) => {
    if (!alive()) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    pid: child.pid ?? 0,
    alive,
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill: () => end('SIGKILL'),
  };
}

function collect(child: ChildProcess) {
  let text = '';
  const waiting: (() => void)[] = [];
  const add = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-100_000);
    for (const look of waiting) look();
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  const find = (pattern: RegExp) => {
    const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
    const fail = (reason: string) => reject(new Error(`The hub ${reason}:\n${text.trim()}`));
    const timer = setTimeout(() => fail('did not start in time'), PATIENCE);
    waiting.push(() => {
      const match = pattern.exec(text);
      if (match) resolve(match);
    });
    child.once('error', (error) => fail(`could not be run (${error.message})`));
    child.once('close', () => fail('ended before it listened'));
    return promise.finally(() => clearTimeout(timer));
  };
  return { text: () => text, find };
}
