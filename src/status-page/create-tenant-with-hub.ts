import { createTenant } from '../tenants/create-tenant.ts';
import type { CreateTenantBody, NewTenant } from '../tenants/tenant-schemas.ts';
import type { TenantsContext } from '../tenants/tenants-context.ts';
import { ensureDefaultHub } from './default-hub.ts';

/**
 * Creates a tenant and its status page. The page comes right after: should that fail, whoever asks
 * for it first or the next start makes it.
 */
export async function createTenantWithHub(
  context: TenantsContext,
  input: CreateTenantBody,
): Promise<NewTenant> {
  const tenant = await createTenant(context, input);
  await ensureDefaultHub(context, tenant.id);
  return tenant;
}
