import { findServiceBy } from '../incidents/service-refs.ts';
import { type FieldError, invalid } from '../kernel/errors.ts';
import { storable, truncate } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';

/**
 * The ids of a channel's services, given by id or name, each once; null, as it is stored, for none
 * given: every incident. 422 names those that do not exist.
 */
export async function channelServices(
  db: Db,
  tenantId: string,
  given: readonly string[],
): Promise<string[] | null> {
  const ids = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, idOrName] of given.entries()) {
    const service = await findServiceBy(db, tenantId, storable(idOrName));
    if (service) ids.add(service.service_id);
    else errors.push(unknown(index, idOrName));
  }
  if (errors.length > 0) throw invalid('A service is not known.', errors);
  return ids.size === 0 ? null : [...ids];
}

function unknown(index: number, given: string): FieldError {
  const expected = 'the id or name of a service';
  return { pointer: `/services/${index}`, expected, received: truncate(given, 100) };
}
