import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Problem } from '../kernel/errors.ts';
import { transact } from '../store/transaction.ts';
import { joinByAddress } from '../tenants/join-by-address.ts';
import { notePerson } from '../tenants/note-person.ts';
import type { PeopleContext } from '../tenants/people-context.ts';
import type { HttpDeps } from './deps.ts';
import { problemsOf } from './problem-schema.ts';
import { AUTH_ENDPOINTS, type AuthEndpoint } from './session-endpoints.ts';
import {
  type AuthLimits,
  type AuthUse,
  admitPassword,
  createAuthLimits,
  noteRefusal,
  noteSuccess,
  requireWithinLimits,
} from './session-guard.ts';
import { refuseOtherSites, requireOwnPage } from './session-origin.ts';
import { type AuthReply, readAuthReply } from './session-reply.ts';
import { headersAfter, sessionHeaders, setCookies, visitorContext } from './session-visit.ts';

const REFUSALS = [400, 401, 403, 404, 413, 415, 422, 429, 500, 503];

/** better-auth's endpoints, those of {@link AUTH_ENDPOINTS} and the provider's way back. */
export function addAuthRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const limits = createAuthLimits();
  for (const endpoint of AUTH_ENDPOINTS) addEndpoint(app, deps, limits, endpoint);
  addCallback(app, deps, limits);
}

function addEndpoint(
  app: FastifyInstance,
  deps: HttpDeps,
  limits: AuthLimits,
  endpoint: AuthEndpoint,
): void {
  const { path, summary, description, body, response } = endpoint;
  const schema = {
    summary,
    ...(description && { description }),
    tags: ['Sessions'],
    security: endpoint.password === 'own' ? [{ session: [] }] : [],
    ...(body && { body }),
    response: { 200: response, ...problemsOf(REFUSALS) },
  };
  const onRequest = async (request: FastifyRequest) => {
    checkOrigin(request, endpoint, deps.publicUrl);
    await requireWithinLimits(limits, request.ip);
  };
  app.post(path, { schema, onRequest }, async (request, reply) => {
    const context = visitorContext(deps, request);
    const person = await deps.auth.signedIn(sessionHeaders(request));
    const sent = (request.body ?? {}) as AuthUse['body'];
    const use = { endpoint, person, body: sent };
    try {
      await admitPassword(context, use);
      const answer = await askAuth(deps, request, path, sent);
      await noteSuccess(context, use, answer);
      return send(reply, answer);
    } catch (error) {
      if (error instanceof Problem && error.status < 500) {
        await limits.failed(request.ip);
        await noteRefusal(context, use, error, sessionHeaders(request));
      }
      throw error;
    }
  });
}

/** Signing in needs no session, so that an old cookie asks for nothing more. */
function checkOrigin(request: FastifyRequest, endpoint: AuthEndpoint, publicUrl: string): void {
  const usesSession = endpoint.password !== 'sign-in' && request.headers.cookie !== undefined;
  if (usesSession) requireOwnPage(request, publicUrl);
  else refuseOtherSites(request, publicUrl);
}

async function askAuth(
  deps: HttpDeps,
  request: FastifyRequest,
  path: string,
  sent: AuthUse['body'],
): Promise<AuthReply> {
  const headers = sessionHeaders(request);
  headers.set('content-type', 'application/json');
  // The page follows the provider's URL itself; a redirect would be followed by its fetch.
  const body = path === '/sign-in/social' ? { ...sent, disableRedirect: true } : sent;
  const asked = { method: 'POST', headers, body: JSON.stringify(body) };
  return readAuthReply(await deps.auth.handle(new Request(`${deps.auth.url}${path}`, asked)));
}

function send(reply: FastifyReply, { body, cookies }: AuthReply) {
  setCookies(reply, cookies);
  return reply.header('cache-control', 'no-store').send(body);
}

/** Where the OpenID provider sends people back to: the one endpoint that is a GET and redirects. */
function addCallback(app: FastifyInstance, deps: HttpDeps, limits: AuthLimits): void {
  const schema = {
    summary: 'Where the OpenID provider sends people back to',
    tags: ['Sessions'],
    security: [],
    querystring: Type.Object({}, { additionalProperties: true }),
    response: {
      302: { type: 'null', description: 'On to the dashboard' },
      ...problemsOf(REFUSALS),
    },
  };
  app.get('/callback/oidc', { schema }, async (request, reply) => {
    await requireWithinLimits(limits, request.ip);
    const url = `${deps.auth.url}/callback/oidc${new URL(request.url, 'http://hub').search}`;
    const asked = new Request(url, { headers: sessionHeaders(request) });
    const answer = await readAuthReply(await deps.auth.handle(asked));
    await welcome(visitorContext(deps, request), headersAfter(request, answer.cookies));
    setCookies(reply, answer.cookies);
    return reply.redirect(answer.location ?? deps.publicUrl, 302);
  });
}

/** Whoever came back with a session becomes a member where their address is expected. */
async function welcome(context: PeopleContext, headers: Headers): Promise<void> {
  const person = await context.auth.signedIn(headers);
  if (!person) return;
  await joinByAddress(context, person);
  await transact(context.store, (tx) =>
    notePerson(tx, context, person.userId, 'person.signed_in', { by: 'oidc' }),
  );
}
