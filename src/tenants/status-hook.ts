import { sha256 } from '../kernel/hashing.ts';
import { newToken } from '../kernel/ids.ts';
import type { Db } from '../store/connection.ts';
import { findCredential } from './directory-queries.ts';
import { deleteCredentials, insertCredential } from './queries.ts';
import type { Sealer, SealOwner } from './sealing.ts';
import { findService, type ServiceRow, saveHookKey } from './service-queries.ts';

/** What the key in the URL of a service's StatusHub hook is sealed for. */
export function hookKeyOwner(tenantId: string, serviceId: string): SealOwner {
  return { tenantId, ownerId: `${serviceId} hook_key` };
}

/** The capability URL that senders of a service's status post to (seed 001). */
export function statusHookUrl(publicUrl: string, key: string): string {
  return `${publicUrl}/hooks/statushub/v2/${key}`;
}

/** Gives a service a new hook key, returned in the clear; one it had is not valid any more. */
export async function replaceHookKey(
  tx: Db,
  sealer: Sealer,
  tenantId: string,
  serviceId: string,
): Promise<string> {
  const key = newToken();
  await deleteCredentials(tx, tenantId, [serviceId]);
  await insertCredential(tx, tenantId, {
    hash: sha256(key),
    kind: 'status_hook',
    target_id: serviceId,
  });
  const sealed = sealer.seal(key, hookKeyOwner(tenantId, serviceId));
  await saveHookKey(tx, tenantId, serviceId, sealed);
  return key;
}

/** The hook key of a service in the clear, made when it has none (mentioned services). */
export async function openHookKey(tx: Db, sealer: Sealer, row: ServiceRow): Promise<string> {
  const { tenant_id: tenantId, service_id: serviceId } = row;
  if (row.hook_key === null) return replaceHookKey(tx, sealer, tenantId, serviceId);
  return sealer.open(row.hook_key, hookKeyOwner(tenantId, serviceId));
}

const HOOK_KEY = /^[A-Za-z0-9_-]{43}$/;

/** The service whose hook key this is; what cannot be a key is not looked for. */
export async function findServiceByHookKey(db: Db, key: string): Promise<ServiceRow | undefined> {
  if (!HOOK_KEY.test(key)) return undefined;
  const found = await findCredential(db, sha256(key), 'status_hook');
  return found && findService(db, found.tenant_id, found.target_id);
}
