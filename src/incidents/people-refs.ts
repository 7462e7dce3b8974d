import { sql } from 'kysely';
import { invalid } from '../kernel/errors.ts';
import { storable, truncate } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import type { Person } from './rules/incident.ts';

interface FoundPerson extends Person {
  /** Where in the given list it was named. */
  readonly position: number;
}

/**
 * The members that a body's `people` names by id or e-mail (in any case), in that order and each
 * once. 422 for what names nobody, with its pointer.
 */
export async function requirePeople(
  db: Db,
  tenantId: string,
  given: readonly string[],
): Promise<readonly Person[]> {
  const found = await listPeople(db, tenantId, given);
  const positions = new Set(found.map(({ position }) => position));
  const errors = given.flatMap((name, index) =>
    positions.has(index)
      ? []
      : {
          pointer: `/people/${index}`,
          expected: 'the id or e-mail address of a member',
          received: truncate(storable(name), 100),
        },
  );
  if (errors.length > 0) throw invalid('Somebody of the people is no member.', errors);
  return distinct(found);
}

/** The members with these ids, in their order; ids of members who are gone are passed over. */
export async function readPeople(
  db: Db,
  tenantId: string,
  memberIds: readonly string[],
): Promise<readonly Person[]> {
  return memberIds.length === 0 ? [] : distinct(await listPeople(db, tenantId, memberIds));
}

function distinct(found: readonly FoundPerson[]): readonly Person[] {
  const people = found.map(({ id, person_id, name, email }) => ({ id, person_id, name, email }));
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

async function listPeople(
  db: Db,
  tenantId: string,
  given: readonly string[],
): Promise<readonly FoundPerson[]> {
  const names = given.map((name) => storable(name.trim()));
  const { rows } = await sql<FoundPerson>`
    select (g.position - 1)::int as position, m.member_id as id, m.person_id, m.name, m.email
    from unnest(${names}::text[]) with ordinality as g(name, position)
    join members m on m.tenant_id = ${tenantId}
      and (m.member_id = lower(g.name) or lower(m.email) = lower(g.name))
    order by g.position`.execute(db);
  return rows;
}
