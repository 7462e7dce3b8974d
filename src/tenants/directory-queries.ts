import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../store/connection.ts';
import type { StoredPerson, Tables } from '../store/tables.ts';

/** Whose credential this is: the one query of the room that cannot take the tenant first. */
export function findCredential(
  db: Db,
  hash: Buffer,
  kind: Tables['credential_lookups']['kind'],
): Promise<{ tenant_id: string; target_id: string } | undefined> {
  return db
    .selectFrom('credential_lookups')
    .select(['tenant_id', 'target_id'])
    .where('hash', '=', hash)
    .where('kind', '=', kind)
    .executeTakeFirst();
}

/**
 * Events of alerts cost the intake time, so they are made only for webhooks that want one and
 * while somebody watches the live stream.
 */
const listening = (tenant: string | RawBuilder<unknown>) => sql<boolean>`(exists (
  select from webhooks w
  where w.tenant_id = ${tenant} and w.kind = 'webhook' and w.enabled
    and w.event_types && '{*,a_new,a_update,a_merge,a_close}'
) or exists (
  select from live_tenants l where l.tenant_id = ${tenant} and l.heard_until > now()
))`;

/** Whether a webhook or a viewer of the tenant wants events of alerts. */
export async function listensToAlerts(db: Db, tenantId: string): Promise<boolean> {
  const { rows } = await sql<{ listens: boolean }>`
    select ${listening(tenantId)} as listens`.execute(db);
  return rows[0]?.listens ?? false;
}

/** Service id to the members it assigns, in their order; null when no service assigns anybody. */
const assignedByService = sql<Record<string, StoredPerson[]> | null>`(
  select jsonb_object_agg(a.service_id, a.people) from (
    select s.service_id, jsonb_agg(jsonb_build_object(
      'id', m.member_id, 'person_id', m.person_id, 'name', m.name, 'email', m.email
    ) order by r.place) as people
    from services s
    cross join unnest(s.responders) with ordinality as r(member_id, place)
    join members m on m.tenant_id = s.tenant_id and m.member_id = r.member_id
    where s.tenant_id = t.tenant_id and s.responders <> '{}'
    group by s.service_id
  ) a
)`;

/** A tenant as the directory holds it; one that is being erased is none. */
function tenants(db: Db) {
  return db
    .selectFrom('tenants as t')
    .select(['t.tenant_id', 't.slug', 't.name as tenant_name', 't.account_id'])
    .select(['t.settings as tenant_settings', assignedByService.as('assigned_by_service')])
    .select(listening(sql.ref('t.tenant_id')).as('listens_to_alerts'))
    .where('t.erasing_since', 'is', null);
}

export function findTenantEntry(db: Db, tenantId: string) {
  return tenants(db).where('t.tenant_id', '=', tenantId).executeTakeFirst();
}

function endpoints(db: Db, tenantId: string) {
  return tenants(db)
    .innerJoin('integrations as i', 'i.tenant_id', 't.tenant_id')
    .select(['i.integration_id', 'i.format', 'i.name', 'i.settings', 'i.url_key'])
    .where('i.tenant_id', '=', tenantId);
}

/** An integration with its tenant. */
export function findEndpoint(db: Db, tenantId: string, integrationId: string) {
  return endpoints(db, tenantId).where('i.integration_id', '=', integrationId).executeTakeFirst();
}

/** The tenant's integration of a format that has no key of its own. */
export function findImplicitEndpoint(db: Db, tenantId: string, format: string) {
  return endpoints(db, tenantId)
    .where('i.format', '=', format)
    .where('i.url_key', 'is', null)
    .orderBy('i.integration_id')
    .limit(1)
    .executeTakeFirst();
}

/** An API key with the member it acts for, if any. */
export function findApiKey(db: Db, tenantId: string, keyId: string) {
  return db
    .selectFrom('api_keys as k')
    .leftJoin('members as m', (join) =>
      join.onRef('m.tenant_id', '=', 'k.tenant_id').onRef('m.member_id', '=', 'k.member_id'),
    )
    .select(['k.tenant_id', 'k.key_id', 'k.scope', 'k.name', 'k.person_id', 'k.expires_at'])
    .select('m.member_id')
    .select(['m.name as member_name', 'm.email', 'm.person_id as member_person_id'])
    .where('k.tenant_id', '=', tenantId)
    .where('k.key_id', '=', keyId)
    .executeTakeFirst();
}

/** Those of the members that exist. */
export function listPeople(
  db: Db,
  tenantId: string,
  memberIds: readonly string[],
): Promise<StoredPerson[]> {
  return db
    .selectFrom('members')
    .select(['member_id as id', 'person_id', 'name', 'email'])
    .where('tenant_id', '=', tenantId)
    .where('member_id', 'in', memberIds)
    .execute();
}
