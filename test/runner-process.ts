import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** `tocsin runner` in a process of its own, as a host runs it. */
export interface RunnerProcess {
  readonly pid: number;
  readonly alive: () => boolean;
  /** All that it wrote. */
  readonly output: () => string;
  /** Resolves when it says whom it serves; rejects with its output when it ends instead. */
  readonly serves: Promise<void>;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** SIGTERM; waits for its end. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL; waits for its end. What it runs goes on. */
  readonly kill: () => Promise<number | null>;
}

/** A clock that is an hour off, for `NODE_OPTIONS`: whatever a program asks for the time. */
export const AN_HOUR_AHEAD = `--import=data:text/javascript,${encodeURIComponent(
  'const Real=Date;globalThis.Date=class extends Real{constructor(...a){a.length?super(...a):' +
    'super(Real.now()+36e5)}static now(){return Real.now()+36e5}}',
)}`;

/** Starts a runner. It sees PATH, HOME and `env` only. */
export function startRunner(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunnerProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, 'runner', '--allow-root', ...args], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let text = '';
  const { promise: serves, resolve, reject } = Promise.withResolvers<void>();
  const hear = (bytes: Buffer) => {
    text = (text + bytes.toString()).slice(-100_000);
    if (/Tocsin runner \S+ serves/.test(text)) resolve();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'close').then(() => {
    process.off('exit', killWithUs);
    reject(new Error(`The runner ended with ${child.exitCode}: ${text}`));
    return child.exitCode;
  });
  // Those who start it to see it fail look at its end alone.
  serves.catch(() => {});
  return { pid: child.pid ?? 0, output: () => text, serves, ended, ...controls(child, ended) };
}

function controls(child: ChildProcess, ended: Promise<number | null>) {
  const alive = () => child.exitCode === null && child.signalCode === null;
  const end = (signal: NodeJS.Signals) => {
    if (alive()) child.kill(signal);
    return ended;
  };
  return { alive, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
