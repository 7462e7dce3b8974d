import { forbidden, notFound } from '../kernel/errors.ts';
import type { Role } from '../store/tables.ts';
import type { Scope } from '../tenants/caller.ts';
import { chosenOf, membershipsOf } from '../tenants/memberships.ts';
import type { Authenticator } from './auth.ts';
import type { HttpDeps } from './deps.ts';
import { requireOwnPage } from './session-origin.ts';
import { sessionHeaders, wantedTenant } from './session-visit.ts';

/** What roles may do; the difference between owners and admins is in `requireOwner`. */
const SCOPE_OF: Readonly<Record<Role, Scope>> = {
  owner: 'admin',
  admin: 'admin',
  responder: 'responder',
  viewer: 'viewer',
};

/**
 * The person of a session cookie, as a member of the tenant that `X-Tenant` names, or of their
 * first one. Session and role are read for every request, so that revoking either counts at once on
 * every replica. Whoever sends `Authorization` means that instead.
 */
export function sessionAuthenticator(
  deps: Pick<HttpDeps, 'auth' | 'store' | 'publicUrl'>,
): Authenticator {
  return async (request) => {
    const { cookie, authorization } = request.headers;
    if (cookie === undefined || authorization !== undefined) return undefined;
    const person = await deps.auth.signedIn(sessionHeaders(request));
    if (!person) return undefined;
    requireOwnPage(request, deps.publicUrl);
    const memberships = await membershipsOf(deps, person.userId);
    const wanted = wantedTenant(request);
    const chosen = chosenOf(memberships, wanted);
    if (!chosen) throw wanted === undefined ? noTenant() : notFound('The tenant in X-Tenant');
    const { member_id: id, person_id, name, email, role } = chosen;
    return {
      tenantId: chosen.tenant_id,
      scope: SCOPE_OF[role],
      actor: { type: 'person', id, person_id, name, email },
      session: { id: person.sessionId, userId: person.userId, role },
    };
  };
}

function noTenant() {
  return forbidden('You are a member of no tenant. Ask for an invitation.');
}
