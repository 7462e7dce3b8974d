import { nameOf } from '../kernel/hashing.ts';
import type { Clock } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import { transact } from '../store/transaction.ts';
import { findTenant } from '../tenants/queries.ts';
import {
  insertAddress,
  insertHub,
  listHublessTenants,
  listHubRows,
  renameHub,
} from './hub-queries.ts';

/** Slugs tried for a tenant whose own is taken by another tenant's hub. */
const TRIES = 100;

/**
 * Sees to it that the tenant has a hub: "every tenant starts with one hub (slug = tenant slug)"
 * (contracts, "StatusHub V2"). Costs one query when it has; replicas may do it at once.
 */
export async function ensureDefaultHub(
  context: { readonly store: Store; readonly clock: Clock },
  tenantId: string,
): Promise<void> {
  const found = await listHubRows(context.store.db, tenantId);
  if (found.length > 0) return;
  await transact(context.store, async (tx) => {
    const tenant = await findTenant(tx, tenantId);
    if (tenant) await createDefaultHub(tx, tenant, context.clock());
  });
}

/** The same for all tenants: at the start, before anybody asks. */
export async function ensureDefaultHubs(context: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<void> {
  for (const tenant of await listHublessTenants(context.store.db)) {
    await transact(context.store, (tx) => createDefaultHub(tx, tenant, context.clock()));
  }
}

interface Tenant {
  readonly tenant_id: string;
  readonly slug: string;
  readonly name: string;
}

async function createDefaultHub(tx: Db, tenant: Tenant, now: number): Promise<void> {
  const { tenant_id: tenantId, name } = tenant;
  // The same id on every replica: the second one finds the first one's row.
  const hub_id = `hub_${nameOf('default hub', tenantId)}`;
  const at = new Date(now);
  const times = { changed_at: at, created_at: at, updated_at: at };
  const row = { hub_id, slug: tenant.slug, name, password: null, shows_all: true };
  const rendered = { rendered_at: null, render_due_at: null };
  if (!(await insertHub(tx, tenantId, { ...row, ...times, ...rendered }))) return;
  for (let number = 1; number <= TRIES; number++) {
    const slug = number === 1 ? tenant.slug : `${tenant.slug.slice(0, 36)}-${number}`;
    if (!(await insertAddress(tx, tenantId, hub_id, 'slug', slug))) continue;
    if (number > 1) await renameHub(tx, tenantId, hub_id, slug);
    return;
  }
  throw new Error(`No slug is free for the hub of tenant ${tenantId}.`);
}
