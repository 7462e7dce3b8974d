import type { Db } from '../store/connection.ts';
import type { Tables } from '../store/tables.ts';

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

function endpoints(db: Db, tenantId: string) {
  return db
    .selectFrom('integrations as i')
    .innerJoin('tenants as t', 't.tenant_id', 'i.tenant_id')
    .select(['t.tenant_id', 't.slug', 't.name as tenant_name', 't.account_id'])
    .select(['t.settings as tenant_settings', 'i.integration_id', 'i.format', 'i.name'])
    .select(['i.settings', 'i.url_key'])
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
    .select(['k.tenant_id', 'k.key_id', 'k.scope', 'k.name', 'k.person_id', 'm.member_id'])
    .select(['m.name as member_name', 'm.email', 'm.person_id as member_person_id'])
    .where('k.tenant_id', '=', tenantId)
    .where('k.key_id', '=', keyId)
    .executeTakeFirst();
}
