import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from './caller.ts';
import { findTenant } from './queries.ts';
import { readVerb } from './reading.ts';
import { showTenant, type TenantView } from './tenant-schemas.ts';

/** The caller's tenant. */
export async function getTenant(context: Context): Promise<TenantView> {
  requireScope(context, 'viewer');
  const row = await readVerb(context, (db) => findTenant(db, context.caller.tenantId));
  if (!row) throw notFound('The tenant');
  return showTenant(row);
}
