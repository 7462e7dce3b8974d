import pg from 'pg';
import type { Rig } from '../../test/rig.ts';

const MOST = 14;
const WIDTH = 72;

/**
 * Restarts database and hub with pg_stat_statements, which says where the database's time goes at
 * a cost of a few percent. Throws where the server does not bring it.
 */
export async function countStatements(rig: Rig): Promise<void> {
  if (rig.kind !== 'system') throw new Error('--statements needs an installed PostgreSQL.');
  await query(rig, `alter system set shared_preload_libraries = 'pg_stat_statements'`);
  await rig.hub().stop();
  await rig.stopDatabase();
  await rig.startDatabase();
  await query(rig, 'create extension pg_stat_statements');
  await query(rig, 'alter system set pg_stat_statements.track_planning = on');
  await query(rig, 'select pg_reload_conf()');
  await rig.restartHub();
}

/** Counts from zero. */
export async function forgetStatements(rig: Rig): Promise<void> {
  await query(rig, 'select pg_stat_statements_reset()');
}

interface Statement {
  readonly text: string;
  readonly calls: number;
  readonly planning: number;
  readonly executing: number;
}

// What the rig itself does is told apart by its words.
const TOP = `select query as text, calls::int, total_plan_time as planning,
    total_exec_time as executing
  from pg_stat_statements where query not like '%pg_stat_statements%'
  order by total_plan_time + total_exec_time desc limit ${MOST}`;

/** Lines for people: the statements that took most since then, their time an event and a call. */
export async function listStatements(rig: Rig, events: number): Promise<string[]> {
  const rows = await query<Statement>(rig, TOP);
  return rows.map(({ text, calls, planning, executing }) => {
    const event = (((planning + executing) * 1_000) / events).toFixed(1).padStart(6);
    const call = (executing / calls).toFixed(3).padStart(8);
    const plan = (planning / calls).toFixed(3);
    const short = text.replace(/\s+/g, ' ').trim().slice(0, WIDTH);
    return `${event} µs an event, ${String(calls).padStart(5)} × ${call} ms + ${plan} planning  ${short}`;
  });
}

async function query<Row extends object>(rig: Rig, text: string): Promise<Row[]> {
  const client = new pg.Client(await rig.connection());
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
