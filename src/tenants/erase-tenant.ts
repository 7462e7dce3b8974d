import { conflict, notFound } from '../kernel/errors.ts';
import { deleteAllTenantRows } from '../store/tenant-rows.ts';
import { requireOperator } from './caller.ts';
import { DEFAULT_SLUG } from './ensure-default-tenant.ts';
import { deleteUsersWithoutTenant, listUserIds, markErasing } from './erasure-queries.ts';
import { type ErasedTenant, showErasedTenant } from './erasure-schemas.ts';
import { runVerb } from './idempotency.ts';
import { lockTenant } from './queries.ts';
import type { TenantsContext } from './tenants-context.ts';

/** What people, senders and visitors find a tenant by: it goes at once, the rest in batches. */
const ENTRANCES = [
  'credential_lookups',
  'hub_addresses',
  'hub_snapshots',
  'invitations',
  'members',
];

/**
 * Begins to erase a tenant: in one transaction nobody finds it any more — its keys, hooks, pages
 * and sessions are those of a tenant that never was — and `erase-tenants.ts` deletes the rest in the
 * background. For the operator only (403); 404; 409 `default_tenant`, which each start would make
 * anew. The record of the erasure stands in for an audit row: the tenant's audit log goes with it.
 */
export async function eraseTenant(
  context: TenantsContext,
  input: { readonly slug: string },
): Promise<ErasedTenant> {
  requireOperator(context);
  const tenantId = `ten_${input.slug}`;
  if (input.slug === DEFAULT_SLUG) {
    throw conflict(
      'default_tenant',
      'The default tenant belongs to the hub: each start would make it anew. Erase its members ' +
        'and subscribers one by one, or the whole hub with its data folder or database.',
    );
  }
  const erased = await runVerb(context, { route: 'erase-tenant', input }, async (tx) => {
    const tenant = await lockTenant(tx, tenantId);
    if (!tenant || tenant.erasing_since !== null) throw notFound('The tenant');
    const row = await markErasing(tx, tenantId, tenant.slug, new Date(context.clock()));
    const users = await listUserIds(tx, tenantId);
    for (const table of ENTRANCES) await deleteAllTenantRows(tx, tenantId, table);
    await deleteUsersWithoutTenant(tx, users);
    return showErasedTenant(row);
  });
  context.directory.forget(tenantId);
  return erased;
}
