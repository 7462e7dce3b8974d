import type { Store } from '../../src/store/connection.ts';

/** Where a transaction can be made to fail: as it writes to a table, or as it commits. */
export type Place = (typeof OF_TABLES)[number] | (typeof OF_COMMITS)[number][1];

/**
 * `error`: the statement fails; `deadlock`: the same, once, in a way that is tried again; `cut`: the
 * connection is gone.
 */
export type Break = 'error' | 'deadlock' | 'cut';

/** A database that fails where a test says so. */
export interface Breakpoints {
  /** From now on, until cleared; with `times` only so often. */
  readonly set: (place: Place, how: Break, times?: number) => Promise<void>;
  readonly clear: () => Promise<void>;
}

// A sequence counts the hits: what a table counted would be rolled back with the transaction.
const SETUP = `
  create table breakpoints (place text primary key, how text not null, times bigint not null);
  create sequence breakpoint_hits;
  create function break_here() returns trigger language plpgsql as $$
  declare found breakpoints;
  begin
    select * into found from breakpoints where place = tg_argv[0];
    if found.place is null or nextval('breakpoint_hits') > found.times then return null; end if;
    if found.how = 'deadlock' then raise exception 'deadlock by the test' using errcode = '40P01'; end if;
    if found.how = 'error' then raise exception 'broken by the test'; end if;
    perform pg_terminate_backend(pg_backend_pid());
    perform pg_sleep(5);
    return null;
  end $$;`;

const OF_TABLES = [
  'incidents',
  'timeline_entries',
  'outbox',
  'audit_entries',
  'payloads',
  'deliveries',
  'lanes',
  'delivery_attempts',
] as const;

const OF_COMMITS = [
  ['audit_entries', 'commit of a verb'],
  ['deliveries', 'commit of a dispatch'],
] as const;

export async function installBreakpoints(store: Store): Promise<Breakpoints> {
  const run = (statement: string) => store.pool.query(statement);
  await run(SETUP);
  for (const table of OF_TABLES) {
    await run(`create trigger break_${table} after insert or update on ${table}
      for each row execute function break_here('${table}')`);
  }
  for (const [table, place] of OF_COMMITS) {
    await run(`create constraint trigger break_commit_${table} after insert on ${table}
      deferrable initially deferred for each row execute function break_here('${place}')`);
  }
  const clear = async () => {
    await run('delete from breakpoints');
  };
  return {
    clear,
    set: async (place, how, times = how === 'deadlock' ? 1 : 1_000_000) => {
      await clear();
      await run('alter sequence breakpoint_hits restart');
      await store.pool.query('insert into breakpoints values ($1, $2, $3)', [place, how, times]);
    },
  };
}
