import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { audit } from './audit.ts';
import type { Sealer } from './sealing.ts';
import { addImplicitIntegration, seedTenant } from './seed-tenant.ts';
import type { NewTenant } from './tenant-schemas.ts';

export const DEFAULT_SLUG = 'default';

/** Whether this start created the default tenant, and then its credentials, this once. */
export type DefaultTenant =
  | { readonly created: true; readonly tenant: NewTenant }
  | { readonly created: false };

/**
 * Sees to it that the tenant `default` exists, at every start and on all replicas at once. Its
 * generic webhook is open until a secret is set: the first alert must work as pasted.
 */
export function ensureDefaultTenant(context: {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
}): Promise<DefaultTenant> {
  const actor = { type: 'system' } as const;
  return transact(context.store, async (tx) => {
    const tenant = await seedTenant(tx, context, { slug: DEFAULT_SLUG, name: 'Default' });
    if (!tenant) return { created: false };
    const settings = { signature: 'optional' } as const;
    await addImplicitIntegration(tx, tenant.id, 'regen', settings, context.clock());
    const caller = {
      tenantId: tenant.id,
      scope: 'admin',
      actor,
      ip: null,
      requestId: null,
    } as const;
    await audit(
      tx,
      { ...context, caller },
      {
        action: 'tenant.created',
        targetId: tenant.id,
        after: { slug: tenant.slug, name: tenant.name },
      },
    );
    return { created: true, tenant };
  });
}
