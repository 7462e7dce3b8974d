import { forbidden } from '../kernel/errors.ts';
import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { Role, StoredActor } from '../store/tables.ts';

/** Scopes of API keys; `ingest` may only post alerts. */
export const SCOPES = ['viewer', 'responder', 'admin', 'ingest'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who acts, inside which tenant, and from where. Made by http/auth, never by a verb. */
export interface Caller {
  readonly tenantId: string;
  readonly scope: Scope;
  readonly actor: StoredActor;
  readonly ip: string | null;
  readonly requestId: string | null;
  /** The sender's own id of this request, if it gave one (`Idempotency-Key`). */
  readonly idempotencyKey?: string;
  /** The session and role of a person who signed in; API keys and the operator have none. */
  readonly session?: CallerSession;
}

export interface CallerSession {
  readonly id: string;
  readonly userId: string;
  readonly role: Role;
}

/** What every verb gets: the caller and the few things a verb may touch. */
export interface Context {
  readonly store: Store;
  readonly clock: Clock;
  readonly caller: Caller;
}

const ORDER: Readonly<Record<Scope, number>> = { ingest: 0, viewer: 1, responder: 2, admin: 3 };

/** Throws 403 unless the caller's scope is at least `needed`. The first line of every verb. */
export function requireScope(context: Context, needed: Exclude<Scope, 'ingest'>): void {
  if (ORDER[context.caller.scope] < ORDER[needed]) {
    throw forbidden(
      `This needs the scope '${needed}'; the credential has '${context.caller.scope}'.`,
    );
  }
}

/**
 * Throws 403 unless the caller is a signed-in owner or the operator: only they make, change and
 * remove owners. No API key does, or an admin could become an owner by way of one.
 */
export function requireOwner(context: Context): void {
  const { actor, session } = context.caller;
  if (actor.type !== 'operator' && session?.role !== 'owner') {
    throw forbidden('Only an owner who is signed in, or the operator, may do this to an owner.');
  }
}

/** The caller's session; 403 for API keys and the operator, who have none. */
export function requireSession(context: Context): CallerSession {
  const { session } = context.caller;
  if (!session) throw forbidden('This is about the person who is signed in; there is none.');
  return session;
}

/**
 * Throws 403 unless the caller is the operator (the root token): only the operator stands above
 * tenants. Inside a tenant chosen by `X-Tenant` the operator acts with the scope `admin`.
 */
export function requireOperator(context: Context): void {
  if (context.caller.actor.type !== 'operator') {
    throw forbidden('This needs the operator’s root token.');
  }
}
