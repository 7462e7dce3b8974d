import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf } from '../transaction.ts';
import type { Binaries } from './binaries.ts';
import type { DataFolder } from './data-folder.ts';
import { spawnOptions } from './run.ts';
import type { ServerLog } from './server-log.ts';
import { type ServerSettings, serverArguments } from './settings.ts';
import { signalUntilGone } from './signals.ts';
import { PORT } from './socket-folder.ts';

/** Everything that one start of the server needs. */
export interface ServerPlan {
  readonly folder: DataFolder;
  readonly socketFolder: string;
  readonly binaries: Binaries;
  readonly settings: ServerSettings;
  readonly serverLog: ServerLog;
  readonly connection: pg.ClientConfig;
}

/** A server that was started by this process. */
export interface ServerProcess {
  readonly pid: number;
  readonly alive: () => boolean;
  /** How it ended, e.g. `signal SIGKILL`. */
  readonly exited: Promise<string>;
  /** Fast shutdown, escalating when it takes too long. */
  readonly stop: () => Promise<void>;
}

/** The server ended before it took connections; the message ends with its log. */
export class ServerStartError extends Error {
  constructor(how: string, plan: ServerPlan, lines: string) {
    super(
      `PostgreSQL did not start (${how}); the end of ${plan.serverLog.path}:\n` +
        (lines || '(nothing was written)'),
    );
    this.name = 'ServerStartError';
  }
}

/**
 * Starts the server and waits until it takes connections, however long its recovery takes. Throws
 * {@link ServerStartError} when it ends instead; stops it and throws when `signal` is aborted.
 */
export async function startServer(plan: ServerPlan, signal: AbortSignal): Promise<ServerProcess> {
  const log = await plan.serverLog.open();
  const { size } = await log.stat();
  let server: ServerProcess;
  try {
    server = await launch(plan, log.fd);
  } finally {
    await log.close();
  }
  try {
    await waitUntilReady(server, plan, size, signal);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function waitUntilReady(
  server: ServerProcess,
  plan: ServerPlan,
  logStart: number,
  signal: AbortSignal,
): Promise<void> {
  while (!(await answers(plan.connection))) {
    if (!server.alive()) {
      throw new ServerStartError(await server.exited, plan, await plan.serverLog.tail(logStart));
    }
    signal.throwIfAborted();
    await sleep(10);
  }
}

async function launch(plan: ServerPlan, logDescriptor: number): Promise<ServerProcess> {
  const { folder, binaries, socketFolder, settings } = plan;
  const child = spawn(
    binaries.postgres,
    serverArguments(folder.path, socketFolder, PORT, settings),
    {
      ...spawnOptions(folder.account),
      // Its own process group: Ctrl-C must reach the hub only, which drains before it stops this.
      detached: true,
      stdio: ['ignore', logDescriptor, logDescriptor],
    },
  );
  await once(child, 'spawn');
  return watch(child);
}

function watch(child: ChildProcess): ServerProcess {
  const alive = () => child.exitCode === null && child.signalCode === null;
  const { promise: exited, resolve } = Promise.withResolvers<string>();
  child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  const pid = child.pid ?? 0;
  const stop = async () => {
    // A child keeps its process id until its end is reported here, so this hits nobody else.
    await signalUntilGone(pid, alive);
    await exited;
  };
  return { pid, alive, exited, stop };
}

/** Whether the server takes connections; refusals of one that is starting are a no. */
async function answers(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({
    ...connection,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (/^(E|57P|53)/.test(codeOf(error)) || /terminated|timeout/.test(String(error))) return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}
