import type { FastifyRequest } from 'fastify';
import { createRateLimits, rateLimited } from '../ingress/rate-limits.ts';
import { badRequest, notFound, unauthenticated } from '../kernel/errors.ts';
import { digestsEqual, sha256 } from '../kernel/hashing.ts';
import { API_KEY_PATTERN } from '../tenants/api-key-schemas.ts';
import type { Caller } from '../tenants/caller.ts';
import { bearerOf } from './bearer.ts';
import type { HttpDeps } from './deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
}

/** Who a credential stands for. */
export type Identity = Pick<Caller, 'tenantId' | 'scope' | 'actor' | 'session'>;

/** Reads one kind of credential; undefined when the request has none of it or it is wrong. */
export type Authenticator = (
  request: FastifyRequest,
  needsTenant: boolean,
) => Promise<Identity | undefined>;

/** Who sends the request; 401 without a valid credential, 429 after too many wrong ones. */
export type Authenticate = (
  request: FastifyRequest,
  access: 'tenant' | 'operator' | 'public' | 'session' | 'runner',
) => Promise<Caller>;

type AuthDeps = Pick<HttpDeps, 'directory' | 'rootToken'>;

/** Wrong credentials a minute and address before the answer is 429. */
export const FAILURES_PER_MINUTE = 30;

const NOBODY: Identity = { tenantId: '', scope: 'ingest', actor: { type: 'system' } };

/**
 * Tries the authenticators in order: the operator's token, API keys, then `others`. `runners` alone
 * opens what is for runners, and nothing else.
 */
export function createAuthenticate(
  deps: AuthDeps,
  others: readonly Authenticator[] = [],
  runners: Authenticator = async () => undefined,
): Authenticate {
  const limits = createRateLimits({ failuresPerMinute: FAILURES_PER_MINUTE });
  const byRoot = rootTokenAuthenticator(deps);
  const rest = [apiKeyAuthenticator(deps), ...others];
  const find = async (request: FastifyRequest, needsTenant: boolean, isBlocked: boolean) => {
    // Only the operator's token can be weak enough to guess. Valid API keys go on working: behind
    // one proxy or NAT address a single broken client must not lock out everybody.
    for (const authenticator of isBlocked ? rest : [byRoot, ...rest]) {
      const identity = await authenticator(request, needsTenant);
      if (identity) return identity;
    }
    return undefined;
  };
  return async (request, access) => {
    if (access === 'public' || access === 'session') return toCaller(request, NOBODY);
    const wait = await limits.blocked(request.ip);
    const identity =
      access === 'runner'
        ? await runners(request, true)
        : await find(request, access === 'tenant', wait !== null);
    if (identity) return toCaller(request, identity);
    // Session cookies are signed: there is nothing to guess. An expired one must not use up the
    // attempts of everybody behind the same address.
    if (request.headers.authorization === undefined) throw unauthenticated();
    await limits.failed(request.ip);
    throw wait === null ? unauthenticated() : rateLimited(wait);
  };
}

function toCaller(request: FastifyRequest, identity: Identity): Caller {
  const key = request.headers['idempotency-key'];
  return {
    tenantId: identity.tenantId,
    scope: identity.scope,
    actor: identity.actor,
    ip: request.ip,
    requestId: request.id,
    ...(identity.session && { session: identity.session }),
    ...(key === undefined ? {} : { idempotencyKey: String(key) }),
  };
}

function apiKeyAuthenticator({ directory }: AuthDeps): Authenticator {
  return async (request) => {
    const token = bearerOf(request);
    if (token === undefined || !API_KEY_PATTERN.test(token)) return undefined;
    return directory.apiKey(token);
  };
}

/** The operator acts as an admin inside the tenant that `X-Tenant` names. */
function rootTokenAuthenticator({ directory, rootToken }: AuthDeps): Authenticator {
  const expected = rootToken ? sha256(rootToken) : null;
  return async (request, needsTenant) => {
    const token = bearerOf(request);
    if (!expected || token === undefined || !digestsEqual(sha256(token), expected)) {
      return undefined;
    }
    const actor = { type: 'operator' } as const;
    if (!needsTenant) return { tenantId: '', scope: 'admin', actor };
    const wanted = request.headers['x-tenant'];
    if (wanted === undefined) throw tenantRequired();
    const tenant = await directory.tenant(String(wanted));
    if (!tenant) throw notFound('The tenant in X-Tenant');
    return { tenantId: tenant.tenantId, scope: 'admin', actor };
  };
}

function tenantRequired() {
  return badRequest('tenant_required', 'The operator’s token needs the header X-Tenant here.', [
    { pointer: 'X-Tenant', expected: 'the slug or id of a tenant', received: 'nothing' },
  ]);
}
