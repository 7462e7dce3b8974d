import pg from 'pg';
import { type CpuUse, usedBetween } from './cpu-use.ts';
import { sharedNow } from './shared-clock.ts';
import type { Site } from './site.ts';
import { forgetStatements, listStatements } from './statements.ts';

/** What was used in a window of `seconds`. */
export interface Usage {
  readonly seconds: number;
  readonly cpu: CpuUse;
  /** Transactions committed. */
  readonly commits: number;
  /** Bytes of the write-ahead log. */
  readonly walBytes: number;
  /** Where the database's time went, for people; none unless asked for. */
  readonly statements: readonly string[];
}

/** Measures from now until the returned function is called, which is told how many events it was. */
export async function startUsage(site: Site): Promise<(events: number) => Promise<Usage>> {
  if (site.statements) await forgetStatements(site.rig);
  const work = await readWork(await site.rig.connection());
  const before = await site.cpu();
  const startedAt = sharedNow();
  return async (events) => {
    const seconds = (sharedNow() - startedAt) / 1_000;
    const after = await site.cpu();
    const { commits, wal } = await readWork(await site.rig.connection());
    return {
      seconds,
      cpu: usedBetween(before, after),
      commits: commits - work.commits,
      walBytes: wal - work.wal,
      statements: site.statements ? await listStatements(site.rig, events) : [],
    };
  };
}

const WORK = `select xact_commit::int as commits,
    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal
  from pg_stat_database where datname = current_database()`;

async function readWork(connection: pg.ClientConfig): Promise<{ commits: number; wal: number }> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ commits: number; wal: number }>(WORK);
    return rows[0] ?? { commits: 0, wal: 0 };
  } finally {
    await client.end();
  }
}
