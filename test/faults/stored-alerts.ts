import type { Rig } from '../rig.ts';
import { connectPatiently } from './patient-client.ts';

/** What a round left in the database, against what its sender was told. */
export interface Findings {
  readonly alerts: number;
  /** Acknowledged, but not stored. */
  readonly lost: number;
  /** Alerts with more than one row, or with more than one incident. */
  readonly duplicates: number;
  /** Alerts whose incident, timeline or event (in the outbox, or waiting to be sent) is missing. */
  readonly incomplete: number;
}

const LOST = `
  select count(*)::int as count from unnest($1::text[]) as told (external_id)
  where not exists (
    select 1 from alerts a where a.tenant_id = 'ten_default' and a.dedup_key = told.external_id)`;

const DUPLICATES = `
  select (select count(*) from (
            select 1 from alerts where dedup_key like $1
            group by tenant_id, dedup_key having count(*) > 1) as twice)::int
       + (select count(*) from (
            select 1 from incidents where dedup_key like $1
            group by tenant_id, dedup_key having count(*) > 1) as twice)::int as count`;

const INCOMPLETE = `
  select count(*)::int as count from alerts a where a.dedup_key like $1 and not (
    exists (select 1 from incidents i
            where i.tenant_id = a.tenant_id and i.incident_id = a.incident_id)
    and exists (select 1 from timeline_entries t
                where t.tenant_id = a.tenant_id and t.incident_id = a.incident_id)
    and a.incident_id in (
      select incident_id from outbox union all select lane_id from deliveries))`;

const ALERTS = 'select count(*)::int as count from alerts where dedup_key like $1';

/** Compares the stored alerts whose ids start with `prefix` with the acknowledged ones. */
export async function inspect(
  rig: Rig,
  prefix: string,
  acknowledged: readonly string[],
): Promise<Findings> {
  const client = await connectPatiently(rig);
  try {
    const count = async (statement: string, value: unknown) =>
      (await client.query<{ count: number }>(statement, [value])).rows[0]?.count ?? 0;
    const pattern = `${prefix}-%`;
    return {
      alerts: await count(ALERTS, pattern),
      lost: await count(LOST, acknowledged),
      duplicates: await count(DUPLICATES, pattern),
      incomplete: await count(INCOMPLETE, pattern),
    };
  } finally {
    await client.end();
  }
}
