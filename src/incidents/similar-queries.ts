import { encodeTime } from 'ulid';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';

function recent(db: Db, tenantId: string, since: Instant, limit: number) {
  return (
    db
      .selectFrom('incidents')
      .select(['incident_id', 'title', 'service_id', 'labels'])
      .where('tenant_id', '=', tenantId)
      // Ids begin with their time.
      .where('incident_id', '>=', `inc_${encodeTime(since, 10).toLowerCase()}`)
      .where('merged_into', 'is', null)
      .orderBy('incident_id', 'desc')
      .limit(limit)
  );
}

export type Candidate = Awaited<ReturnType<ReturnType<typeof recent>['execute']>>[number];

/** The service's newest incidents since then; the ones that were merged away are left out. */
export function listRecentOfService(
  db: Db,
  tenantId: string,
  serviceId: string,
  since: Instant,
  limit: number,
): Promise<Candidate[]> {
  return recent(db, tenantId, since, limit).where('service_id', '=', serviceId).execute();
}

/** The tenant's newest incidents since then, of whatever service. */
export function listRecent(
  db: Db,
  tenantId: string,
  since: Instant,
  limit: number,
): Promise<Candidate[]> {
  return recent(db, tenantId, since, limit).execute();
}
