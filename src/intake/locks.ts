import type { Client } from 'pg';
import type { AlertState } from '../alerts/rules/fold.ts';
import { ALERT_COLUMNS, INCIDENT_COLUMNS, SLOT_COLUMNS } from '../incidents/columns.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { encodeArray } from '../store/binary.ts';
import { keyedQuery, rowReader } from '../store/bulk.ts';
import type { Column } from '../store/columns.ts';
import { codeOf } from '../store/transaction.ts';
import type { SlotState } from './rules/workspace.ts';

const LOCK_NOT_AVAILABLE = '55P03';

export type Key = readonly string[];

/** An alert under lock, and how its incident looked just then (not locked). */
export interface LockedAlert extends AlertState {
  readonly incidentOpen: boolean;
  /** Null without an incident, and where it was not asked for. */
  readonly incidentTitle: string | null;
}

const of = (alias: string, columns: readonly Column[]) =>
  columns.map(([name]) => `${alias}.${name}`).join(', ');

// A lateral probe by full key for each key in ascending order: the order in which every writer of
// the product takes its locks, and a plan that does not depend on statistics. Of alerts the key is
// asked for as a range in its order, which only the primary key answers without a sort: by equality
// an empty table is as cheap through the index by age, and the generic plan would remember that.
const lockAlertsAnd = (peeked: string) => `select ${of('a', ALERT_COLUMNS)}, ${peeked}
from unnest($1::text[], $2::text[]) as k(tenant_id, alert_id)
cross join lateral (
  select * from alerts
  where tenant_id = k.tenant_id and alert_id >= k.alert_id and alert_id <= k.alert_id
  order by alert_id limit 1 for update
) a
left join lateral (
  select progress <> 'closed' and merged_into is null as open, title from incidents
  where tenant_id = a.tenant_id and incident_id = a.incident_id limit 1
) i on true`;

const IS_OPEN = 'case when i.open then 1 else 0 end';
const LOCK_ALERTS = lockAlertsAnd(IS_OPEN);
const LOCK_TOLD_ALERTS = lockAlertsAnd(`${IS_OPEN}, i.title`);

const LOCK_SLOTS = `select ${of('s', SLOT_COLUMNS)}
from unnest($1::text[], $2::text[], $3::text[]) as k(tenant_id, rule_id, group_key)
cross join lateral (
  select * from slots
  where tenant_id = k.tenant_id and rule_id = k.rule_id and group_key = k.group_key
  limit 1 for update
) s`;

const LOCK_FREE_SLOTS = LOCK_SLOTS.replace('for update', 'for update nowait');

const LOCK_INCIDENTS = `select ${of('i', INCIDENT_COLUMNS)}
from unnest($1::text[], $2::text[]) as k(tenant_id, incident_id)
cross join lateral (
  select * from incidents
  where tenant_id = k.tenant_id and incident_id = k.incident_id limit 1 for update
) i`;

const FIND_REQUESTS = `select r.tenant_id, r.route, r.key, r.fingerprint, r.reply::text
from unnest($1::text[], $2::text[], $3::text[]) as k(tenant_id, route, key)
cross join lateral (
  select * from idempotency_keys
  where tenant_id = k.tenant_id and route = k.route and key = k.key limit 1
) r`;

/** The plans of these must be key lookups whatever the statistics say; a test reads them. */
export const HOT_QUERIES = {
  LOCK_ALERTS,
  LOCK_TOLD_ALERTS,
  LOCK_SLOTS,
  LOCK_FREE_SLOTS,
  LOCK_INCIDENTS,
  FIND_REQUESTS,
};

const PEEK: readonly Column[] = [
  ...ALERT_COLUMNS,
  ['incident_open', 'int4'],
  ['incident_title', 'text'],
];

interface PeekedAlert extends AlertState {
  readonly incidentOpen: number;
  readonly incidentTitle: string | null;
}

const readAlert = rowReader<PeekedAlert>(PEEK);
const readSlot = rowReader<SlotState>(SLOT_COLUMNS);
const readIncident = rowReader<IncidentState>(INCIDENT_COLUMNS);

/** Locks the alerts of these keys that exist; `titled`: with the titles of their incidents. */
export async function lockAlerts(
  client: Client,
  keys: readonly Key[],
  titled: boolean,
): Promise<LockedAlert[]> {
  const [name, text] = titled
    ? ['intake_lock_told_alerts', LOCK_TOLD_ALERTS]
    : ['intake_lock_alerts', LOCK_ALERTS];
  const rows = await read(client, name, text, readAlert, keys, 2);
  return rows.map((row) => ({ ...row, incidentOpen: row.incidentOpen === 1 }));
}

export function lockSlots(client: Client, keys: readonly Key[]): Promise<SlotState[]> {
  return read(client, 'intake_lock_slots', LOCK_SLOTS, readSlot, keys, 3);
}

/** Somebody else holds one of these slots. Its code counts as a lost race. */
export class SlotsTaken extends Error {
  readonly code = '40001';
  readonly slots: readonly Key[];

  constructor(slots: readonly Key[], cause: unknown) {
    super('A slot that was found late is locked by somebody else.', { cause });
    this.slots = slots;
  }
}

/**
 * Locks slots for a batch that holds others already, hence out of order: whoever waited now could
 * wait in a circle. Throws {@link SlotsTaken} instead.
 */
export async function lockFreeSlots(client: Client, keys: readonly Key[]): Promise<SlotState[]> {
  try {
    return await read(client, 'intake_lock_free_slots', LOCK_FREE_SLOTS, readSlot, keys, 3);
  } catch (error) {
    throw codeOf(error) === LOCK_NOT_AVAILABLE ? new SlotsTaken(keys, error) : error;
  }
}

/** Locks the incidents, then those they were merged into, and so on. */
export async function lockIncidents(
  client: Client,
  keys: readonly Key[],
): Promise<IncidentState[]> {
  const locked: IncidentState[] = [];
  const held = new Set<string>();
  for (let wanted = keys; wanted.length > 0; ) {
    const name = 'intake_lock_incidents';
    const rows = await read(client, name, LOCK_INCIDENTS, readIncident, wanted, 2);
    for (const row of rows) held.add(row.incidentId);
    locked.push(...rows);
    wanted = rows
      .filter(({ mergedInto }) => mergedInto !== null && !held.has(mergedInto))
      .map(({ tenantId, mergedInto }) => [tenantId, mergedInto ?? '']);
  }
  return locked;
}

export interface StoredRequest {
  readonly tenantId: string;
  readonly route: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly reply: string;
}

const readRequest = rowReader<StoredRequest>([
  ['tenant_id', 'text'],
  ['route', 'text'],
  ['key', 'text'],
  ['fingerprint', 'text'],
  ['reply', 'text'],
]);

/** The requests of these keys that were answered before. */
export function findRequests(client: Client, keys: readonly Key[]): Promise<StoredRequest[]> {
  return read(client, 'intake_find_requests', FIND_REQUESTS, readRequest, keys, 3);
}

async function read<State>(
  client: Client,
  name: string,
  text: string,
  reader: (row: readonly (string | null)[]) => State,
  keys: readonly Key[],
  width: number,
): Promise<State[]> {
  if (keys.length === 0) return [];
  const sorted = ascending(keys);
  const values = Array.from({ length: width }, (_, index) =>
    encodeArray(
      'text',
      sorted.map((key) => key[index] ?? ''),
    ),
  );
  const { rows } = await client.query<(string | null)[]>(keyedQuery(name, text, values));
  return rows.map(reader);
}

/** Each key once, in the one order of locks. */
function ascending(keys: readonly Key[]): readonly Key[] {
  const unique = new Map(keys.map((key) => [key.join('\n'), key]));
  return [...unique.keys()].sort().map((name) => unique.get(name) ?? []);
}

/** The slot an alert or event points to, as a key; none without a group. */
export function slotOf(tenantId: string, ruleId: string | null, groupKey: string | null): Key[] {
  if (ruleId === null || groupKey === null) return [];
  return [[tenantId, ruleId, groupKey]];
}
