import { unauthenticated } from '../kernel/errors.ts';
import { formatInstant } from '../kernel/time.ts';
import type { SignedIn, WithCookies } from './auth.ts';
import { hasPassword } from './auth-queries.ts';
import { chosenOf, type Membership, membershipsOf } from './memberships.ts';
import type { PeopleContext } from './people-context.ts';
import { readVerb } from './reading.ts';
import type { SessionView } from './session-schemas.ts';

/**
 * Who is signed in, by the cookies in `headers`; 401 if nobody is. `wanted` names the tenant to be
 * active, by slug or id; one they are not a member of counts as none. Prolongs a session in use.
 */
export async function getSession(
  context: PeopleContext,
  headers: Headers,
  wanted: string | undefined,
): Promise<WithCookies<SessionView>> {
  const { value: person, cookies } = await context.auth.refreshed(headers);
  if (!person) throw unauthenticated();
  const memberships = await membershipsOf(context, person.userId);
  const active = chosenOf(memberships, wanted) ?? memberships[0];
  const value = {
    user: await showUser(context, person),
    session: { id: person.sessionId, expires_at: formatInstant(person.expiresAt.getTime()) },
    memberships: memberships.map(showMembership),
    active: active ? showMembership(active) : null,
  };
  return { value, cookies };
}

async function showUser(context: PeopleContext, person: SignedIn): Promise<SessionView['user']> {
  return {
    id: person.userId,
    name: person.name,
    email: person.email,
    email_verified: person.emailVerified,
    two_factor: person.twoFactor,
    has_password: await readVerb(context, (db) => hasPassword(db, person.userId)),
  };
}

function showMembership(row: Membership): SessionView['memberships'][number] {
  const { member_id, person_id, name, email, role } = row;
  return {
    tenant: { id: row.tenant_id, slug: row.slug, name: row.tenant_name },
    member: { id: member_id, person_id, name, email, role },
  };
}
