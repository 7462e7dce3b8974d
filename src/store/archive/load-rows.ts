import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';
import { copyIn } from './copy-sql.ts';
import { type ArchivedTable, fullName } from './manifest.ts';
import type { Rewrite } from './write-archive.ts';

/** Brings rows into the client's open transaction, one table after another. */
export interface RowLoader {
  readonly rows: (table: ArchivedTable, chunk: Buffer) => Promise<void>;
  /** Ends the last table. */
  readonly end: () => Promise<void>;
}

interface Copying {
  readonly table: ArchivedTable;
  readonly feed: PassThrough;
  readonly done: Promise<void>;
}

/** A table's faults (a row that is there already, a wrong value) are thrown with its name. */
export function createRowLoader(
  client: pg.Client,
  rewrite: (table: ArchivedTable) => Rewrite | undefined = () => undefined,
  /** Where the rows of a table go; by default into the table. */
  target: (table: ArchivedTable) => ArchivedTable = (table) => table,
): RowLoader {
  let current: Copying | undefined;
  const end = async () => {
    current?.feed.end();
    await current?.done;
    current = undefined;
  };
  return {
    end,
    rows: async (table, chunk) => {
      if (current?.table !== table) {
        await end();
        current = open(client, table, target(table), rewrite(table));
      }
      const { feed, done } = current;
      if (!feed.write(chunk)) await Promise.race([once(feed, 'drain'), done]);
    },
  };
}

function open(
  client: pg.Client,
  table: ArchivedTable,
  target: ArchivedTable,
  rewrite: Rewrite | undefined,
): Copying {
  const feed = new PassThrough();
  const sink = client.query(from(copyIn(target)));
  const flow = rewrite ? pipeline(feed, rewrite, sink) : pipeline(feed, sink);
  const done = flow.catch((error: pg.DatabaseError) => {
    const detail = error.detail ? ` (${error.detail})` : '';
    throw new Error(`${fullName(table)}: ${error.message}${detail}`, { cause: error });
  });
  // Whoever writes next, or ends, is told.
  done.catch(() => {});
  return { table, feed, done };
}
