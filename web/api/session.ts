import { queryOptions, useQuery } from '@tanstack/react-query';
import { actInTenant, credential, credentialHeaders } from './credential.ts';
import { Failure } from './failure.ts';
import type { SessionAnswer, Tenant } from './shapes.ts';

export type Role = 'owner' | 'admin' | 'responder' | 'viewer' | 'ingest';

/** Who is signed in, and where. */
export interface Session {
  /** Null with an API key that stands for nobody. */
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

/** A person's session; with an API key, which is nobody's session, the tenant it is bound to. */
async function readSession(): Promise<Session> {
  if (credential().apiKey === null) return ofPerson(await read<SessionAnswer>('/api/v1/session'));
  const tenant = await read<Tenant>('/api/v1/tenant');
  // A key does not say what it may do; the server refuses what it may not.
  return { person: null, tenant, tenants: [tenant], role: 'admin' };
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
      detail: 'You are not a member of any tenant. Ask for an invitation.',
    });
  }
  actInTenant(active.tenant.slug);
  return {
    person: active.member,
    tenant: active.tenant,
    tenants: memberships.map(({ tenant }) => tenant),
    role: active.member.role,
  };
}
