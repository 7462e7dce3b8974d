import type { FastifyReply, FastifyRequest } from 'fastify';
import { ADDRESS_HEADER } from '../tenants/auth-options.ts';
import type { PeopleContext } from '../tenants/people-context.ts';
import type { HttpDeps } from './deps.ts';

/** The request behind a handler, for the few routes that read or set cookies. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Of the client's headers those that sessions need, and its address as we see it. */
export function sessionHeaders(request: FastifyRequest): Headers {
  const headers = new Headers({ [ADDRESS_HEADER]: request.ip });
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

/** Passes cookies on to the client. */
export function setCookies(reply: FastifyReply, cookies: readonly string[]): void {
  if (cookies.length > 0) reply.header('set-cookie', [...cookies]);
}

/** Headers as the client will send them after it took these cookies. */
export function headersAfter(request: FastifyRequest, cookies: readonly string[]): Headers {
  const headers = sessionHeaders(request);
  headers.set('cookie', cookies.map((cookie) => cookie.split(';', 1)[0] ?? '').join('; '));
  return headers;
}

/** The tenant a request is about, by slug or id. */
export function wantedTenant(request: FastifyRequest): string | undefined {
  const wanted = request.headers['x-tenant'];
  return wanted === undefined ? undefined : String(wanted);
}

/** The context of somebody who is not known yet: no tenant, no rights. */
export function visitorContext(deps: HttpDeps, request: FastifyRequest): PeopleContext {
  const { store, clock, sealer, directory, auth, mailer, errands, publicUrl } = deps;
  const caller = {
    tenantId: '',
    scope: 'ingest',
    actor: { type: 'system' },
    ip: request.ip,
    requestId: request.id,
  } as const;
  return { store, clock, sealer, directory, auth, mailer, errands, publicUrl, caller };
}
