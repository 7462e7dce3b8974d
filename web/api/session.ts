import { queryOptions, useQuery } from '@tanstack/react-query';
import { actInTenant, credential, credentialHeaders } from './credential.ts';
import { Failure } from './failure.ts';
import type { CredentialAnswer, SessionAnswer, Tenant } from './shapes.ts';

export type Role = 'owner' | 'admin' | 'responder' | 'viewer' | 'ingest';

/** Who is signed in, and where. */
export interface Session {
  /** An API key is nobody's session: it has no account and no sessions of its own. */
  readonly by: 'session' | 'api_key';
  /** Null with an API key that acts for nobody. */
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
  } | null;
  readonly tenant: { readonly id: string; readonly slug: string; readonly name: string };
  readonly tenants: readonly {
    readonly id: string;
    readonly slug: string;
    readonly name: string;
  }[];
  readonly role: Role;
}

/**
 * Who is signed in. Asked without the wait for a sign-in that other requests have: a 401 here is
 * the answer.
 */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 60_000,
  retry: (count, error) => count < 2 && !(error instanceof Failure && error.status === 401),
});

/** The session; only below a page that has one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('There is no session here.');
  return data;
}

const RANKS: Readonly<Record<Role, number>> = {
  ingest: 0,
  viewer: 1,
  responder: 2,
  admin: 3,
  owner: 4,
};

/** Whether the role may do what the other may. */
export function atLeast(role: Role, needed: Role): boolean {
  return RANKS[role] >= RANKS[needed];
}

/** The code of the failure when who is signed in is a member of nothing. */
export const NO_TENANT = 'no_tenant';

/** A person's session; with an API key the tenant it is bound to, and what it may do there. */
async function readSession(): Promise<Session> {
  if (credential().apiKey === null) return ofPerson(await readSessionAnswer());
  const [{ scope, actor }, tenant] = await Promise.all([
    read<CredentialAnswer>('/api/v1/credential'),
    read<Tenant>('/api/v1/tenant'),
  ]);
  const { id, name, email } = actor;
  // The key itself has no address; a member whom it acts for has one.
  const person = id !== null && name !== null && email !== null ? { id, name, email } : null;
  return { by: 'api_key', person, tenant, tenants: [tenant], role: scope };
}

/** The tenant of the last visit may be gone, or closed to this person: then the server chooses. */
async function readSessionAnswer(): Promise<SessionAnswer> {
  try {
    return await read<SessionAnswer>('/api/v1/session');
  } catch (error) {
    const gone = error instanceof Failure && error.status === 404;
    if (!gone || credential().tenant === null) throw error;
    actInTenant(null);
    return read<SessionAnswer>('/api/v1/session');
  }
}

async function read<Body>(path: string): Promise<Body> {
  let response: Response;
  try {
    response = await fetch(path, { headers: credentialHeaders() });
  } catch {
    throw new Failure(0, {});
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failure(response.status, body);
  return body;
}

function ofPerson({ active, memberships }: SessionAnswer): Session {
  if (!active) {
    throw new Failure(403, {
      code: NO_TENANT,
      detail: 'You are not a member of any tenant. Ask for an invitation.',
    });
  }
  actInTenant(active.tenant.slug);
  return {
    by: 'session',
    person: active.member,
    tenant: active.tenant,
    tenants: memberships.map(({ tenant }) => tenant),
    role: active.member.role,
  };
}
