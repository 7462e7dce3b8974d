import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../store/embedded-harness.ts';

// Senders as Debian packages them, each in a process and a folder of its own.

export const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';
export const PROMETHEUS = '/usr/bin/prometheus';
export const NODE_EXPORTER = '/usr/bin/prometheus-node-exporter';
export const PYTHON = '/usr/bin/python3';

const PATIENCE = 40_000;

/** A program that listens on a free port of this machine. */
export interface Program {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Writes one of the files it was started with anew. */
  readonly rewrite: (name: string, text: string) => Promise<void>;
  /** Tells it to read its files again. */
  readonly reload: () => void;
  /** A request to it; throws for anything but a success. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** SIGTERM; waits for its end and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** What to start. */
export interface ProgramOptions {
  readonly binary: string;
  readonly args: (at: { readonly address: string; readonly folder: string }) => readonly string[];
  /** By name in the program's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** It sees nothing else; PORT is added. */
  readonly env?: Readonly<Record<string, string>>;
  /** Answers once it is ready, with any status below 500. */
  readonly readyPath: string;
}

/** Starts a program and waits until it answers; throws with what it wrote when it does not. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { binary, files = {}, env = {}, readyPath } = options;
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-program-'));
  const rewrite = (name: string, text: string) => writeFile(join(folder, name), text);
  for (const [name, text] of Object.entries(files)) await rewrite(name, text);
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn(binary, options.args({ address, folder }), {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let output = '';
  child.stderr.on('data', (chunk) => {
    output = `${output}${chunk}`.slice(-20_000);
  });
  const stop = async () => {
    await end(child);
    process.off('exit', killWithUs);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await eventually(async () => {
      const { status } = await fetch(`http://${address}${readyPath}`);
      if (status >= 500) throw new Error(`It answers ${status}.`);
    }, PATIENCE);
  } catch (cause) {
    await stop();
    throw new Error(`${binary} did not start:\n${output}`, { cause });
  }
  const ask: Program['ask'] = async (path, init) => {
    const response = await fetch(`http://${address}${path}`, init);
    if (response.ok) return response;
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  return { address, rewrite, reload: () => child.kill('SIGHUP'), ask, stop };
}

/** An Alertmanager without a cluster. */
export function startAlertmanager(config: string): Promise<Program> {
  return startProgram({
    binary: ALERTMANAGER,
    files: { 'alertmanager.yml': config },
    args: ({ address, folder }) => [
      '--config.file=alertmanager.yml',
      `--storage.path=${folder}`,
      `--web.listen-address=${address}`,
      // No cluster, so no second port.
      '--cluster.listen-address=',
    ],
    readyPath: '/-/ready',
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
