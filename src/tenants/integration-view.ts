import { formatInstant, formatOptional, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { type IntegrationRow, listOwnersWithSecret } from './integration-queries.ts';
import type { IntegrationView } from './integration-schemas.ts';
import type { Sealer, SealOwner } from './sealing.ts';
import { readReplacedSecrets } from './secret-queries.ts';
import { TENANT_SIGNED_FORMATS } from './seed-tenant.ts';
import { implicitWebhookUrl, keyedWebhookUrl } from './webhook-urls.ts';

/** What tells whose secrets sign for an integration. */
export type SigningRow = Pick<
  IntegrationRow,
  'tenant_id' | 'integration_id' | 'format' | 'url_key'
>;

/** Whether the integration is addressed by its tenant and signed with the tenant's secret. */
export function usesTenantSecret(row: SigningRow): boolean {
  return row.url_key === null && TENANT_SIGNED_FORMATS.includes(row.format);
}

/** Whose secrets sign for an integration: its own or its tenant's. */
export function secretOwnerOf(row: SigningRow): SealOwner {
  const ownerId = usesTenantSecret(row) ? row.tenant_id : row.integration_id;
  return { tenantId: row.tenant_id, ownerId };
}

/** What the key in an integration's URL is sealed for; not interchangeable with its secrets. */
export function urlKeyOwner(tenantId: string, integrationId: string): SealOwner {
  return { tenantId, ownerId: `${integrationId} url_key` };
}

/** Whether an owner has a secret, and until when the one before it is valid, too. */
export interface SecretState {
  readonly active: boolean;
  readonly previousExpiresAt: Instant | null;
}

/** What is known of the secrets of these integrations at `now`. */
export async function readSecretStates(
  db: Db,
  tenantId: string,
  rows: readonly SigningRow[],
  now: Date,
): Promise<(row: SigningRow) => SecretState> {
  const owners = rows.map((row) => secretOwnerOf(row).ownerId);
  const active = await listOwnersWithSecret(db, tenantId, owners, now);
  const replaced = await readReplacedSecrets(db, tenantId, owners, now);
  return (row) => {
    const { ownerId } = secretOwnerOf(row);
    const previousExpiresAt = replaced.get(ownerId)?.getTime() ?? null;
    return { active: active.has(ownerId), previousExpiresAt };
  };
}

/** An integration's row as the API shows it; a URL that holds a key is left out. */
export function showIntegration(
  row: IntegrationRow,
  publicUrl: string,
  secrets: SecretState,
): IntegrationView {
  const implicit = row.url_key === null;
  const slug = row.tenant_id.slice('ten_'.length);
  return {
    id: row.integration_id,
    format: row.format,
    name: row.name,
    implicit,
    url: implicit ? implicitWebhookUrl(publicUrl, row.format, slug) : null,
    has_secret: secrets.active,
    tenant_signed: usesTenantSecret(row),
    previous_secret_expires_at: formatOptional(secrets.previousExpiresAt),
    settings: row.settings as IntegrationView['settings'],
    data_source_id: row.data_source_id,
    created_at: formatInstant(row.created_at.getTime()),
    updated_at: formatInstant(row.updated_at.getTime()),
  };
}

/** The URL with its key in the clear; null for an integration that has no key. */
export function revealUrl(row: IntegrationRow, publicUrl: string, sealer: Sealer): string | null {
  if (row.url_key === null) return null;
  const key = sealer.open(row.url_key, urlKeyOwner(row.tenant_id, row.integration_id));
  return keyedWebhookUrl(publicUrl, row.format, key);
}
