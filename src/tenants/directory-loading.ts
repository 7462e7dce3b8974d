import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { StoredPerson } from '../store/tables.ts';
import type { ApiKeyEntry, Endpoint, TenantEntry } from './directory.ts';
import {
  findApiKey,
  findCredential,
  findEndpoint,
  findImplicitEndpoint,
  findTenantEntry,
  listPeople,
} from './directory-queries.ts';
import { secretOwnerOf } from './integration-view.ts';
import type { Sealer } from './sealing.ts';
import { openSecrets } from './secrets.ts';

/** What the directory asks the database with. */
export interface DirectorySource {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

type TenantRow = NonNullable<Awaited<ReturnType<typeof findTenantEntry>>>;
type EndpointRow = NonNullable<Awaited<ReturnType<typeof findEndpoint>>>;

export async function loadTenant(
  source: DirectorySource,
  tenantId: string,
): Promise<TenantEntry | undefined> {
  const row = await findTenantEntry(source.store.db, tenantId);
  return row && openTenant(row);
}

function openTenant(row: TenantRow): TenantEntry {
  return {
    tenantId: row.tenant_id,
    slug: row.slug,
    name: row.tenant_name,
    accountId: row.account_id,
    settings: row.tenant_settings,
    listensToAlerts: row.listens_to_alerts,
    serviceResponders: new Map(Object.entries(row.assigned_by_service ?? {})),
  };
}

/** The members of these ids that exist, by id. */
export async function loadPeople(
  source: DirectorySource,
  tenantId: string,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, StoredPerson>> {
  const people = await listPeople(source.store.db, tenantId, memberIds);
  return new Map(people.map((person) => [person.id, person]));
}

export async function loadEndpointByKey(
  source: DirectorySource,
  hash: Buffer,
): Promise<Endpoint | undefined> {
  const { db } = source.store;
  const found = await findCredential(db, hash, 'integration_key');
  if (!found) return undefined;
  const row = await findEndpoint(db, found.tenant_id, found.target_id);
  return row && openEndpoint(source, row);
}

export async function loadImplicitEndpoint(
  source: DirectorySource,
  tenantId: string,
  format: string,
): Promise<Endpoint | undefined> {
  const row = await findImplicitEndpoint(source.store.db, tenantId, format);
  return row && openEndpoint(source, row);
}

async function openEndpoint(source: DirectorySource, row: EndpointRow): Promise<Endpoint> {
  const secrets = await openSecrets(source.store.db, source, secretOwnerOf(row));
  return {
    tenant: openTenant(row),
    integration: {
      integrationId: row.integration_id,
      format: row.format,
      name: row.name,
      settings: row.settings,
      secrets: secrets.map((secret) => secret.text),
    },
  };
}

export async function loadApiKey(
  source: DirectorySource,
  hash: Buffer,
): Promise<ApiKeyEntry | undefined> {
  const { db } = source.store;
  const found = await findCredential(db, hash, 'api_key');
  const row = found && (await findApiKey(db, found.tenant_id, found.target_id));
  if (!row) return undefined;
  const itself = { id: row.key_id, person_id: row.person_id, name: row.name, email: null };
  const member = row.member_id !== null && {
    id: row.member_id,
    person_id: row.member_person_id ?? row.person_id,
    name: row.member_name ?? row.name,
    email: row.email,
  };
  return {
    tenantId: row.tenant_id,
    keyId: row.key_id,
    scope: row.scope,
    expiresAt: row.expires_at?.getTime() ?? null,
    actor: { type: 'person', ...(member || itself) },
  };
}
