import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { debianFolders } from '../../../src/store/embedded/binaries.ts';
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from '../../../src/store/embedded/supervisor.ts';
import type { StoreLog } from '../../../src/store/log.ts';

/** Servers and folders of one test, which are gone after `cleanUp`. */
export interface Bench {
  readonly lines: string[];
  /** A data folder that does not exist yet, in a place every account can reach. */
  readonly dataDir: string;
  readonly start: (options?: Partial<EmbeddedOptions>) => Promise<EmbeddedServer>;
  readonly cleanUp: () => Promise<void>;
}

export async function createBench(mode = 0o711): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'tocsin-test-'));
  await chmod(root, mode);
  const lines: string[] = [];
  const servers: EmbeddedServer[] = [];
  const dataDir = join(root, 'data');
  return {
    lines,
    dataDir,
    async start(options = {}) {
      const server = await startEmbedded({
        dataDir,
        log: logInto(lines),
        ...(await chosenBinaries()),
        ...options,
      });
      servers.push(server);
      return server;
    },
    async cleanUp() {
      for (const server of servers) await server.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** The same kind of PostgreSQL as the rest of the run. */
export async function chosenBinaries(): Promise<{ binaries?: string }> {
  const binaries = (await debianFolders()).at(-1);
  return process.env.TOCSIN_TEST_DATABASE === 'system' && binaries ? { binaries } : {};
}

export function logInto(lines: string[]): StoreLog {
  const write = (...args: unknown[]) => void lines.push(String(args.at(-1)));
  return { info: write, warn: write, error: write };
}

/** The process id in a cluster's postmaster.pid; 0 without one. */
export async function postmasterOf(folder: string): Promise<number> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '0');
  return Number.parseInt(text, 10);
}

/** Runs one statement on a connection of its own. */
export async function query(connection: pg.ClientConfig, statement: string) {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Tries until it stops throwing, at most `patience` milliseconds. */
export async function eventually<T>(attempt: () => Promise<T>, patience = 15_000): Promise<T> {
  for (const giveUpAt = Date.now() + patience; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
