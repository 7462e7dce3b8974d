import type { Db } from '../store/connection.ts';

/** An incident whose delay after the recovery has passed. */
export interface DueIncident {
  readonly tenant_id: string;
  readonly incident_id: string;
  readonly close_due_at: Date;
}

/** Due incidents of all tenants, longest due first: the timer is nobody's in particular. */
export function listDueIncidents(
  db: Db,
  now: Date,
  after: DueIncident | null,
  limit: number,
): Promise<DueIncident[]> {
  return db
    .selectFrom('incidents')
    .select(['tenant_id', 'incident_id'])
    .select((eb) => eb.ref('close_due_at').$notNull().as('close_due_at'))
    .where('close_due_at', '<=', now)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('close_due_at', 'tenant_id', 'incident_id'),
          '>',
          tuple(after?.close_due_at ?? now, after?.tenant_id ?? '', after?.incident_id ?? ''),
        ),
      ),
    )
    .orderBy('close_due_at')
    .orderBy('tenant_id')
    .orderBy('incident_id')
    .limit(limit)
    .execute();
}
