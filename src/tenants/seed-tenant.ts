import { newId, newNumericId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { IntegrationSettings } from '../store/tables.ts';
import { issueApiKey } from './api-keys.ts';
import { insertIntegration } from './integration-queries.ts';
import { insertTenant } from './queries.ts';
import { addSecret, type SecretsContext } from './secrets.ts';
import type { NewTenant } from './tenant-schemas.ts';

/** The formats that every tenant has, signed with the tenant's webhook secret. */
export const TENANT_SIGNED_FORMATS: readonly string[] = ['causeflow', 'openremedy'];

const NAMES: Readonly<Record<string, string>> = {
  causeflow: 'CauseFlow',
  openremedy: 'OpenRemedy',
  regen: 'Generic webhook',
};

/**
 * Inserts a tenant with its webhook secret, a first admin API key and its implicit integrations.
 * Undefined when the slug is taken; a concurrent insert of the same slug is waited for.
 */
export async function seedTenant(
  db: Db,
  context: SecretsContext,
  input: { readonly slug: string; readonly name: string },
): Promise<NewTenant | undefined> {
  const { slug, name } = input;
  const id = `ten_${slug}`;
  const now = context.clock();
  const row = { slug, name, account_id: newNumericId(), created_at: new Date(now) };
  if (!(await insertTenant(db, id, row))) return undefined;
  const webhook_secret = await addSecret(db, context, { tenantId: id, ownerId: id });
  for (const format of TENANT_SIGNED_FORMATS) {
    await addImplicitIntegration(db, id, format, { signature: 'required' }, now);
  }
  const first = { name: 'first key', scope: 'admin', memberId: null, now } as const;
  const { token } = await issueApiKey(db, id, first);
  return { id, slug, name, api_key: token, webhook_secret };
}

/** Adds an integration that is addressed by its tenant instead of a key. */
export async function addImplicitIntegration(
  db: Db,
  tenantId: string,
  format: string,
  settings: IntegrationSettings,
  now: Instant,
): Promise<void> {
  await insertIntegration(db, tenantId, {
    integration_id: newId('int'),
    format,
    name: NAMES[format] ?? format,
    url_key: null,
    settings: JSON.stringify(settings),
    data_source_id: newNumericId(),
    created_at: new Date(now),
    updated_at: new Date(now),
  });
}
