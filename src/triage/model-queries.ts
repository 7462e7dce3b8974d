import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import { findTenant } from '../tenants/queries.ts';

// Attempts about which a model is asked. Their times are the database's.

/** Whether the tenant lets the operator's model see its alerts; one that is being erased does not. */
export async function allowsModel(db: Db, tenantId: string): Promise<boolean> {
  const tenant = await findTenant(db, tenantId);
  if (!tenant || tenant.erasing_since !== null) return false;
  return tenant.settings.triage_model !== false;
}

/** Outlasts a call; who asked has died when it is over. */
const LEASE = sql`interval '30 seconds'`;

/** An attempt that one process may ask the model about. */
export interface Lease {
  readonly tenantId: string;
  readonly incidentId: string;
  readonly attempt: number;
  /** This call's number: a later one holds the lease once it is higher. */
  readonly call: number;
  /** Milliseconds since the attempt ended. */
  readonly age: number;
}

/**
 * Leases an attempt that waits for the model, of whatever tenant comes up, the oldest of it; null:
 * none. Tenants are found by skipping from one to the next in the index.
 */
export async function leasePending(db: Db): Promise<Lease | null> {
  const { rows } = await sql<Lease>`
    with recursive tenant as (
      (select tenant_id from triages where model_state = 'pending' order by tenant_id limit 1)
      union all
      select n.tenant_id from tenant t cross join lateral (
        select tenant_id from triages
        where model_state = 'pending' and tenant_id > t.tenant_id order by tenant_id limit 1) n
    ), turn as (select tenant_id from tenant order by random()),
    taken as (
      select d.* from turn t cross join lateral (
        select tenant_id, incident_id, attempt from triages
        where tenant_id = t.tenant_id and model_state = 'pending'
          and (model_leased_until is null or model_leased_until < now())
        order by stored_at limit 1 for update skip locked
      ) d
      limit 1
    )
    update triages r
    set model_leased_until = now() + ${LEASE}, model_calls = r.model_calls + 1
    from taken t
    where r.tenant_id = t.tenant_id and r.incident_id = t.incident_id and r.attempt = t.attempt
    returning r.tenant_id as "tenantId", r.incident_id as "incidentId", r.attempt,
      r.model_calls as call,
      (extract(epoch from now() - r.stored_at) * 1000)::float8 as age`.execute(db);
  return rows[0] ?? null;
}

/** Gives a lease back as if nobody had asked. */
export async function releaseLease(db: Db, tenantId: string, lease: Lease): Promise<void> {
  await db
    .updateTable('triages')
    .set((eb) => ({ model_leased_until: null, model_calls: eb('model_calls', '-', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', lease.incidentId)
    .where('attempt', '=', lease.attempt)
    .where('model_state', '=', 'pending')
    .where('model_calls', '=', lease.call)
    .execute();
}

/** How the asking ended. */
export interface ModelEnding {
  readonly state: 'off' | 'refined' | 'failed';
  readonly reason: string | null;
  /** JSON of a `Refinement`, or null. */
  readonly refinement: string | null;
  readonly engine: string;
}

/** Stores how it ended. False: the lease is somebody else's by now, or nobody waits any more. */
export async function settleModel(
  tx: Db,
  tenantId: string,
  lease: Lease,
  { state, reason, refinement, engine }: ModelEnding,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('triages')
    .set({
      model_state: state,
      model_reason: reason,
      model_leased_until: null,
      refinement,
      engine,
    })
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', lease.incidentId)
    .where('attempt', '=', lease.attempt)
    .where('model_state', '=', 'pending')
    .where('model_calls', '=', lease.call)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A newer attempt has ended: nobody waits for what a model says of those before it. */
export async function supersedePending(
  tx: Db,
  tenantId: string,
  incidentId: string,
  attempt: number,
): Promise<void> {
  await tx
    .updateTable('triages')
    .set({ model_state: 'failed', model_reason: 'superseded', model_leased_until: null })
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('attempt', '<', attempt)
    .where('model_state', '=', 'pending')
    .execute();
}
