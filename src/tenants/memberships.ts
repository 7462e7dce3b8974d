import { listMemberships } from './auth-queries.ts';
import type { Context } from './caller.ts';
import { readVerb } from './reading.ts';

/** Where a person is a member, oldest first. */
export type Membership = Awaited<ReturnType<typeof listMemberships>>[number];

/** The person's memberships; none is remembered, so that a change counts at once. */
export function membershipsOf(
  context: Pick<Context, 'store'>,
  userId: string,
): Promise<Membership[]> {
  return readVerb(context, (db) => listMemberships(db, userId));
}

/** The one that `X-Tenant` names by slug or id, or the first one; undefined: there is none. */
export function chosenOf(
  memberships: readonly Membership[],
  wanted: string | undefined,
): Membership | undefined {
  if (wanted === undefined) return memberships[0];
  return memberships.find(({ slug, tenant_id }) => slug === wanted || tenant_id === wanted);
}
