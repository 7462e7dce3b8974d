import { type Insertable, type Selectable, sql } from 'kysely';
import { encodeTime } from 'ulid';
import { MINUTE } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { RemediationMode } from '../store/remediation-tables.ts';
import type { Tables } from '../store/tables.ts';
import type { Bustle } from './rules/start-guards.ts';

export type ProposalRow = Selectable<Tables['proposals']>;
export type NewProposal = Omit<Insertable<Tables['proposals']>, 'tenant_id'>;

function proposals(db: Db, tenantId: string) {
  return db.selectFrom('proposals').selectAll().where('tenant_id', '=', tenantId);
}

export function findProposal(db: Db, tenantId: string, id: string) {
  return proposals(db, tenantId).where('proposal_id', '=', id).executeTakeFirst();
}

export function lockProposal(tx: Db, tenantId: string, id: string) {
  return proposals(tx, tenantId).where('proposal_id', '=', id).forUpdate().executeTakeFirst();
}

/** Which proposals a list shows; null: any. */
export interface ProposalFilter {
  readonly incidentId: string | null;
  readonly state: ProposalRow['state'] | null;
}

/** Newest first, before an id. */
export function listProposalRows(
  db: Db,
  tenantId: string,
  { incidentId, state }: ProposalFilter,
  before: string | null,
  limit: number,
): Promise<ProposalRow[]> {
  return proposals(db, tenantId)
    .$if(incidentId !== null, (q) => q.where('incident_id', '=', incidentId ?? ''))
    .$if(state !== null, (q) => q.where('state', '=', state ?? 'proposed'))
    .$if(before !== null, (q) => q.where('proposal_id', '<', before ?? ''))
    .orderBy('proposal_id', 'desc')
    .limit(limit)
    .execute();
}

/** Proposals about an incident that wait for a decision. */
export async function listOpen(db: Db, tenantId: string, incidentId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('proposals')
    .select('proposal_id')
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'proposed')
    .orderBy('proposal_id')
    .execute();
  return rows.map(({ proposal_id }) => proposal_id);
}

/** Recipes that wait for a decision about an incident, or were decided about. */
export async function listKnownSlugs(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('proposals')
    .select('recipe_slug')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('state', '<>', 'expired')
    .execute();
  return new Set(rows.map(({ recipe_slug }) => recipe_slug));
}

/** False when the same is proposed already. */
export async function insertProposal(tx: Db, tenantId: string, row: NewProposal): Promise<boolean> {
  const done = await tx
    .insertInto('proposals')
    .values({ ...row, tenant_id: tenantId })
    .onConflict((clash) =>
      clash
        .columns(['tenant_id', 'incident_id', 'recipe_slug', 'target'])
        .where('state', '=', 'proposed')
        .doNothing(),
    )
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** A decision about a proposal that nobody has decided about yet: its lock is held. */
export async function saveDecision(
  tx: Db,
  tenantId: string,
  proposalId: string,
  decision: {
    readonly state: 'approved' | 'rejected' | 'expired';
    readonly decided_by: string | null;
    readonly decision_reason: string | null;
    readonly run_id: string | null;
    readonly decided_at: Date;
  },
): Promise<void> {
  await tx
    .updateTable('proposals')
    .set(decision)
    .where('tenant_id', '=', tenantId)
    .where('proposal_id', '=', proposalId)
    .where('state', '=', 'proposed')
    .execute();
}

/** Proposals whose time is over, of all tenants. */
export function listExpired(db: Db, now: Date, limit: number) {
  return db
    .selectFrom('proposals')
    .select(['tenant_id', 'proposal_id'])
    .where('state', '=', 'proposed')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
}

/** What went on in the tenant since then. Ids begin with when they were made: no other index is needed. */
export async function countBustle(db: Db, tenantId: string, since: Date): Promise<Bustle> {
  const oldest = `inc_${encodeTime(since.getTime() - MINUTE, 10).toLowerCase()}`;
  const { rows } = await sql<Bustle>`
    select (select count(*)::int from (
        select from proposals where tenant_id = ${tenantId} and created_at > ${since} limit 1000
      ) as p) as proposals,
      (select count(*)::int from (
        select from incidents
        where tenant_id = ${tenantId} and incident_id >= ${oldest} and created_at > ${since}
        limit 1000
      ) as i) as incidents`.execute(db);
  return rows[0] ?? { proposals: 0, incidents: 0 };
}

/** The modes that were set for a service and a host; null where none was, or there is none. */
export async function findModes(
  db: Db,
  tenantId: string,
  { serviceId, host }: { readonly serviceId: string | null; readonly host: string | null },
): Promise<readonly (RemediationMode | null)[]> {
  const asked = [
    ...(serviceId === null ? [] : [{ kind: 'service', subject: serviceId } as const]),
    ...(host === null ? [] : [{ kind: 'host', subject: host } as const]),
  ];
  const found = asked.map(async ({ kind, subject }) => {
    const row = await db
      .selectFrom('remediation_modes')
      .select('mode')
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row?.mode ?? null;
  });
  return Promise.all(found);
}

/** The type of incident that triage last found; null: none yet. */
export async function findTriagedType(
  db: Db,
  tenantId: string,
  incidentId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('timeline_entries')
    .select(sql<string | null>`detail ->> 'incident_type'`.as('type'))
    .where('tenant_id', '=', tenantId)
    .where('incident_id', '=', incidentId)
    .where('kind', '=', 'triaged')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.type ?? null;
}
