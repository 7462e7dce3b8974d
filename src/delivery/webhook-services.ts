import { findServiceBy } from '../incidents/service-refs.ts';
import { type FieldError, invalid } from '../kernel/errors.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';

/**
 * The ids of services that are given by id or name, each once; null stands for all. 422 names those
 * that do not exist.
 */
export async function serviceIdsOf(
  db: Db,
  tenantId: string,
  given: readonly string[] | null,
): Promise<string[] | null> {
  if (given === null) return null;
  const ids = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, idOrName] of given.entries()) {
    const service = await findServiceBy(db, tenantId, storable(idOrName));
    if (service) ids.add(service.service_id);
    else errors.push(unknownService(`/services/${index}`, idOrName));
  }
  if (errors.length > 0) throw invalid('A service is not known.', errors);
  return [...ids];
}

/** The id of one service, null for none; 422 when it does not exist. */
export async function serviceIdOf(
  db: Db,
  tenantId: string,
  idOrName: string | null,
): Promise<string | null> {
  if (idOrName === null) return null;
  const service = await findServiceBy(db, tenantId, storable(idOrName));
  if (service) return service.service_id;
  throw invalid('The service is not known.', [unknownService('/service_id', idOrName)]);
}

function unknownService(pointer: string, received: string): FieldError {
  return { pointer, expected: 'the id or name of a service', received: received.slice(0, 100) };
}
