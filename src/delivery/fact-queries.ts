import { sql } from 'kysely';
import type { Db } from '../store/connection.ts';

/** A tenant's names and numbers as payloads give them. */
export interface AccountFacts {
  readonly id: number;
  readonly name: string;
}

export interface ServiceFacts {
  readonly channelId: number;
  readonly name: string;
}

export interface IntegrationFacts {
  readonly dataSourceId: number;
  readonly name: string;
  readonly format: string;
}

/** Something of a tenant: its service or integration; for the tenant itself `id` is its id too. */
export interface FactKey {
  readonly tenantId: string;
  readonly id: string;
}

const unnested = (keys: readonly FactKey[]) => sql`unnest(
  ${keys.map(({ tenantId }) => tenantId)}::text[], ${keys.map(({ id }) => id)}::text[]
) as k(tenant_id, id)`;

export async function findAccounts(db: Db, keys: readonly FactKey[]) {
  const { rows } = await sql<FactKey & AccountFacts & { account: number }>`
    select t.tenant_id as "tenantId", t.tenant_id as id, t.account_id as account, t.name
    from ${unnested(keys)} join tenants t on t.tenant_id = k.tenant_id`.execute(db);
  return rows.map(({ tenantId, id, account, name }) => ({
    key: { tenantId, id },
    facts: { id: account, name },
  }));
}

export async function findServices(db: Db, keys: readonly FactKey[]) {
  const { rows } = await sql<FactKey & ServiceFacts>`
    select s.tenant_id as "tenantId", s.service_id as id, s.channel_id as "channelId", s.name
    from ${unnested(keys)}
    join services s on s.tenant_id = k.tenant_id and s.service_id = k.id`.execute(db);
  return rows.map(({ tenantId, id, ...facts }) => ({ key: { tenantId, id }, facts }));
}

export async function findIntegrations(db: Db, keys: readonly FactKey[]) {
  const { rows } = await sql<FactKey & IntegrationFacts>`
    select i.tenant_id as "tenantId", i.integration_id as id, i.data_source_id as "dataSourceId",
      i.name, i.format
    from ${unnested(keys)}
    join integrations i on i.tenant_id = k.tenant_id and i.integration_id = k.id`.execute(db);
  return rows.map(({ tenantId, id, ...facts }) => ({ key: { tenantId, id }, facts }));
}
