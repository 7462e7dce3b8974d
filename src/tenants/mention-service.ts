import { newId, newNumericId } from '../kernel/ids.ts';
import { storable, truncate } from '../kernel/text.ts';
import type { Clock } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { audit } from './audit.ts';
import type { TenantEntry } from './directory.ts';
import { lockTenant } from './queries.ts';
import { countServices, findServiceByName, insertService } from './service-queries.ts';

/** Services a tenant may have before mentions create no more. */
export const MOST_MENTIONED_SERVICES = 1_000;

/** A mentioned name as a service can have it; empty when there is nothing to call it. */
export function serviceNameOf(mention: string): string {
  return truncate(storable(mention.trim()), 200);
}

/**
 * The id of the service of that name, created hidden when there is none; undefined when it may not
 * be created. Concurrent mentions of one name create one service.
 */
export async function mentionService(
  context: { readonly store: Store; readonly clock: Clock },
  tenant: TenantEntry,
  name: string,
): Promise<string | undefined> {
  const { db } = context.store;
  const found = await findServiceByName(db, tenant.tenantId, name);
  if (found) return found.service_id;
  if (tenant.settings.services_on_mention === false) return undefined;
  // Before the lock as well: alerts with ever new names must not queue for it in a full tenant.
  if ((await countServices(db, tenant.tenantId)) >= MOST_MENTIONED_SERVICES) return undefined;
  return transact(context.store, async (tx) => {
    // One creation at a time for a tenant: without it, concurrent ones would overshoot the limit.
    if (!(await lockTenant(tx, tenant.tenantId))) return undefined;
    const sinceCreated = await findServiceByName(tx, tenant.tenantId, name);
    if (sinceCreated) return sinceCreated.service_id;
    const count = await countServices(tx, tenant.tenantId);
    return count < MOST_MENTIONED_SERVICES
      ? createHidden(tx, context, tenant.tenantId, name)
      : undefined;
  });
}

async function createHidden(
  tx: Db,
  context: { readonly store: Store; readonly clock: Clock },
  tenantId: string,
  name: string,
): Promise<string | undefined> {
  const service_id = newId('svc');
  const now = new Date(context.clock());
  const row = { service_id, name, channel_id: newNumericId(), hidden: true };
  if (!(await insertService(tx, tenantId, { ...row, created_at: now, updated_at: now }))) {
    // A person created it in this very moment; verbs do not take the tenant's lock.
    return (await findServiceByName(tx, tenantId, name))?.service_id;
  }
  const actor = { type: 'system' } as const;
  const caller = { tenantId, scope: 'admin', actor, ip: null, requestId: null } as const;
  const after = { name, hidden: true };
  await audit(
    tx,
    { ...context, caller },
    {
      action: 'service.created',
      targetId: service_id,
      after,
    },
  );
  return service_id;
}
