import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOT_QUERIES } from '../../../src/intake/locks.ts';
import {
  countAlerts,
  countReceipts,
  updateAlerts,
  updateIncidents,
  updateSlots,
} from '../../../src/intake/statements.ts';
import { createTestDatabase, type TestDatabase } from '../../harness-database.ts';

// The plans of the lanes: generic, over one tenant that holds nearly everything. Whatever the
// statistics say, existing rows must be found by their full key.

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.connection);
  await client.connect();
  // As the lanes set it (store/group-commit.ts).
  await client.query(`set plan_cache_mode = 'force_generic_plan'; set jit = off;
    set max_parallel_workers_per_gather = 0`);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Conflict Arbiter Indexes'?: readonly string[];
  readonly Plans?: readonly PlanNode[];
}

/** All nodes of the generic plan of a statement. */
async function planOf(text: string): Promise<PlanNode[]> {
  await client.query(`prepare hot as ${text}`);
  try {
    const parameters = new Set(text.match(/\$\d+/g)).size;
    const nulls = Array(parameters).fill('null').join(', ');
    const { rows } = await client.query(`explain (format json) execute hot(${nulls})`);
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan);
  } finally {
    await client.query('deallocate hot');
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Where a plan reads a table in any other way than by the whole primary key. */
function strayReads(
  nodes: readonly PlanNode[],
  keys: Readonly<Record<string, string[]>>,
): string[] {
  const reads = nodes.filter((node) => node['Node Type'].includes('Scan'));
  return reads.flatMap((node) => {
    const table = node['Relation Name'] ?? node['Index Name']?.replace(/_pkey$/, '');
    const key = keys[table ?? ''];
    if (!key) return [];
    const condition = node['Index Cond'] ?? '';
    const byKey = key.every((name) => isBound(name, condition));
    if (node['Index Name'] === `${table}_pkey` && byKey) return [];
    return [JSON.stringify(node)];
  });
}

/** By `name = …`, or by `name >= …` and `name <= …`. */
function isBound(name: string, condition: string): boolean {
  const by = (operator: string) => condition.includes(`(${name} ${operator} `);
  return by('=') || (by('>=') && by('<='));
}

const KEYS = {
  alerts: ['tenant_id', 'alert_id'],
  incidents: ['tenant_id', 'incident_id'],
  slots: ['tenant_id', 'rule_id', 'group_key'],
  idempotency_keys: ['tenant_id', 'route', 'key'],
};

const READ: Readonly<Record<keyof typeof HOT_QUERIES, readonly string[]>> = {
  LOCK_ALERTS: ['alerts', 'incidents'],
  LOCK_TOLD_ALERTS: ['alerts', 'incidents'],
  LOCK_SLOTS: ['slots'],
  LOCK_FREE_SLOTS: ['slots'],
  LOCK_INCIDENTS: ['incidents'],
  FIND_REQUESTS: ['idempotency_keys'],
};

const WRITTEN = [
  ['alerts', updateAlerts],
  ['alerts', countAlerts],
  ['incidents', updateIncidents],
  ['slots', updateSlots],
  ['receipt_counts', countReceipts],
] as const;

const hotQueries = Object.keys(HOT_QUERIES) as (keyof typeof HOT_QUERIES)[];

function expectKeyLookups(): void {
  test.each(hotQueries)('%s finds every row by its full primary key', async (name) => {
    const nodes = await planOf(HOT_QUERIES[name]);
    expect(strayReads(nodes, KEYS)).toEqual([]);
    const found = nodes.flatMap((node) => node['Index Name'] ?? []);
    expect([...new Set(found)].sort()).toEqual(READ[name].map((table) => `${table}_pkey`));
  });

  test.each(WRITTEN)('%s: writing what exists meets it on the primary key', async (table, bulk) => {
    const nodes = await planOf(bulk.sql(1));
    const arbiters = nodes.flatMap((node) => node['Conflict Arbiter Indexes'] ?? []);
    expect(arbiters).toEqual([`${table}_pkey`]);
    expect(strayReads(nodes, { ...KEYS, receipt_counts: [] })).toEqual([]);
  });
}

describe('in an empty database that nobody analyzed', expectKeyLookups);

describe('with a million alerts that nobody analyzed', () => {
  beforeAll(() => fill(), 120_000);
  expectKeyLookups();
});

describe('with a million alerts and statistics', () => {
  beforeAll(() => client.query('analyze alerts, incidents, slots, idempotency_keys'));
  expectKeyLookups();
});

describe('with the statistics the hub itself makes, of the key columns only', () => {
  beforeAll(async () => {
    await client.query(
      "delete from pg_statistic where starelid in (select oid from pg_class where relname in ('alerts', 'incidents', 'slots'))",
    );
    await client.query(`analyze alerts (tenant_id, alert_id, incident_id, first_seen_at),
      incidents (tenant_id, incident_id, progress, service_id),
      slots (tenant_id, rule_id, group_key)`);
  });
  expectKeyLookups();
});

/** A tenant with a million alerts in a hundred thousand incidents. */
async function fill(): Promise<void> {
  await client.query(`
    alter table alerts set (autovacuum_enabled = off);
    alter table incidents set (autovacuum_enabled = off);
    insert into incidents (tenant_id, incident_id, progress, status, severity, title, description,
      labels, on_recovery, started_at, last_at, created_at, updated_at, seq, last_event_at)
    select 'ten_big', 'inc_' || n, 'closed', 'ok', 'high', 'Title', '', '{}', 'flag',
      now(), now(), now(), now(), 1, now()
    from generate_series(1, 100000) n;
    insert into slots (tenant_id, rule_id, group_key, incident_id)
    select 'ten_big', 'default', 'group' || n, 'inc_' || n from generate_series(1, 100000) n;
    insert into idempotency_keys (tenant_id, route, key, fingerprint, reply, created_at)
    select 'ten_big', '/', 'key' || n, '', '[]', now() from generate_series(1, 50000) n;
    insert into alerts (tenant_id, alert_id, integration_id, dedup_key, status, severity, title,
      description, labels, annotations, links, first_seen_at, last_seen_at, event_count,
      event_kept_at, incident_id)
    select 'ten_big', 'alt_' || n, 'int_1', 'key' || n, 'firing', 'high', 'Title', '', '{}', '{}',
      '[]', now(), now(), 1, now(), 'inc_' || n / 10
    from generate_series(1, 1000000) n`);
}
