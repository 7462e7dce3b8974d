import type { Db } from '../store/connection.ts';
import { runVerb } from './idempotency.ts';
import type { TenantsContext } from './tenants-context.ts';

/**
 * Runs a writing verb of this room: {@link runVerb} with sealed replies (they may hold keys), then
 * the directory forgets the tenant, so that this process sees the change at once.
 */
export async function changeTenant<T>(
  context: TenantsContext,
  request: { readonly route: string; readonly input: unknown },
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  const result = await runVerb(context, { ...request, sealer: context.sealer }, work);
  context.directory.forget(context.caller.tenantId);
  return result;
}
