import { conflict } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from './audit.ts';
import { requireOperator } from './caller.ts';
import { runVerb } from './idempotency.ts';
import { findTenant } from './queries.ts';
import { seedTenant } from './seed-tenant.ts';
import type { CreateTenantBody, NewTenant } from './tenant-schemas.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Creates a tenant with its first API key and webhook secret; the key is shown this once. For the
 * operator only (403); 409 `slug_taken`.
 */
export async function createTenant(
  context: TenantsContext,
  input: CreateTenantBody,
): Promise<NewTenant> {
  requireOperator(context);
  const request = { route: 'create-tenant', input, sealer: context.sealer };
  const created = await runVerb(context, request, async (tx) => {
    const name = storable(input.name.trim());
    const tenant = await seedTenant(tx, context, { slug: input.slug, name });
    if (!tenant) throw await slugTaken(tx, input.slug);
    const inside = { ...context, caller: { ...context.caller, tenantId: tenant.id } };
    await audit(tx, inside, {
      action: 'tenant.created',
      targetId: tenant.id,
      after: { slug: tenant.slug, name },
    });
    return tenant;
  });
  context.directory.forget(created.id);
  return created;
}

async function slugTaken(tx: Db, slug: string) {
  const tenant = await findTenant(tx, `ten_${slug}`);
  const detail = tenant?.erasing_since
    ? `The tenant '${slug}' is being erased; its slug is free once that is finished.`
    : `There is a tenant '${slug}' already.`;
  return conflict('slug_taken', detail);
}
