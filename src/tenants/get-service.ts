import { notFound } from '../kernel/errors.ts';
import { type Context, requireScope } from './caller.ts';
import { readVerb } from './reading.ts';
import { findService } from './service-queries.ts';
import { type ServiceView, showService } from './service-schemas.ts';

/** One service. */
export async function getService(
  context: Context,
  input: { readonly id: string },
): Promise<ServiceView> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  const row = await readVerb(context, (db) => findService(db, tenantId, input.id));
  if (!row) throw notFound('The service');
  return showService(row);
}
