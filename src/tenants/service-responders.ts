import { invalid } from '../kernel/errors.ts';
import { storable, truncate } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { listMembersNamed } from './service-queries.ts';

/**
 * The ids of the members that a service is to assign, each once, in the given order; `given` are
 * ids or e-mail addresses in any case. 422 with a pointer for each that is no member.
 */
export async function memberIdsOf(
  db: Db,
  tenantId: string,
  given: readonly string[],
): Promise<string[]> {
  if (given.length === 0) return [];
  const names = given.map((name) => storable(name.trim()));
  const found = await listMembersNamed(db, tenantId, names);
  const ids = new Map(found.map((row) => [row.name, row.member_id]));
  const errors = names.flatMap((name, index) => (ids.has(name) ? [] : [strange(name, index)]));
  if (errors.length > 0) throw invalid('Only members of the tenant can be responders.', errors);
  return [...new Set(names.flatMap((name) => ids.get(name) ?? []))];
}

function strange(name: string, index: number) {
  const expected = 'the id or e-mail address of a member';
  return { pointer: `/responders/${index}`, expected, received: truncate(name, 100) };
}
