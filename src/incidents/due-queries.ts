import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** What the timers look for: the column that says when an incident is due. */
export type DueColumn = 'close_due_at' | 'snoozed_until' | 'silence_due_at';

/** An incident that is due. */
export interface DueIncident {
  readonly tenant_id: string;
  readonly incident_id: string;
  readonly due_at: Date;
}

/** Due incidents of all tenants, longest due first: the timer is nobody's in particular. */
export function listDueIncidents(
  db: Db,
  column: DueColumn,
  now: Date,
  after: DueIncident | null,
  limit: number,
): Promise<DueIncident[]> {
  return db
    .selectFrom('incidents')
    .select(['tenant_id', 'incident_id'])
    .select((eb) => eb.ref(column).$notNull().as('due_at'))
    .where(column, '<=', now)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple(column, 'tenant_id', 'incident_id'),
          '>',
          tuple(after?.due_at ?? now, after?.tenant_id ?? '', after?.incident_id ?? ''),
        ),
      ),
    )
    .orderBy(column)
    .orderBy('tenant_id')
    .orderBy('incident_id')
    .limit(limit)
    .execute();
}

/** When any alert of the incident was last heard of; null without alerts. */
export async function findLastSeen(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<number | null> {
  const row = await db
    .selectFrom('alerts')
    .select(sql<Date | null>`max(last_seen_at)`.as('seen_at'))
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row?.seen_at?.getTime() ?? null;
}
