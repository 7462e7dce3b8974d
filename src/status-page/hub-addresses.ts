import { conflict, invalid } from '../kernel/errors.ts';
import type { Db } from '../store/connection.ts';
import { deleteAddresses, insertAddress } from './hub-queries.ts';

/** Gives a hub this slug instead of the one it has. 409 `slug_taken`, by whichever tenant. */
export async function takeSlug(
  tx: Db,
  tenantId: string,
  hubId: string,
  slug: string,
): Promise<void> {
  await deleteAddresses(tx, tenantId, hubId, 'slug');
  if (await insertAddress(tx, tenantId, hubId, 'slug', slug)) return;
  throw conflict('slug_taken', `There is a status page '${slug}' already.`);
}

/** The same for its own domain; null: none. 409 `domain_taken`; 422 for our own host. */
export async function takeDomain(
  tx: Db,
  tenantId: string,
  hubId: string,
  domain: string | null,
  publicUrl: string,
): Promise<void> {
  await deleteAddresses(tx, tenantId, hubId, 'domain');
  if (domain === null) return;
  if (domain === new URL(publicUrl).hostname) {
    const expected = 'another host name than this installation’s own';
    throw invalid('The page cannot have this domain.', [
      { pointer: '/domain', expected, received: domain },
    ]);
  }
  if (await insertAddress(tx, tenantId, hubId, 'domain', domain)) return;
  throw conflict('domain_taken', `Another status page has the domain '${domain}'.`);
}
