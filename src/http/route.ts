import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { type Static, type TSchema, type TUnknown, Type } from 'typebox';
import type { DeliveryContext } from '../delivery/delivery-context.ts';
import type { LiveFeed } from '../incidents/live-feed.ts';
import type { RuleBook } from '../incidents/rule-book.ts';
import type { Intake } from '../intake/receive.ts';
import { Problem } from '../kernel/errors.ts';
import type { SubscribersContext } from '../status-page/subscribers-context.ts';
import type { Caller } from '../tenants/caller.ts';
import { createRefusalNotes } from '../tenants/note-refusal.ts';
import type { PeopleContext } from '../tenants/people-context.ts';
import type { IntegrationsContext } from '../tenants/tenants-context.ts';
import type { Authenticate } from './auth.ts';
import type { HttpDeps } from './deps.ts';
import { problemResponses } from './problem-schema.ts';
import { guardPublicWrites } from './session-public-writes.ts';
import type { Visit } from './session-visit.ts';
import { TextFile } from './text-file.ts';

/** What a handler hands to its verb; every room's context is a part of it. */
export interface ApiContext
  extends IntegrationsContext,
    DeliveryContext,
    PeopleContext,
    SubscribersContext {
  readonly intake: Intake;
  readonly rules: RuleBook;
  readonly live: LiveFeed;
  /** Aborted when the hub closes: what waits for something answers then. */
  readonly closing: AbortSignal;
}

/** Sections of the API's documentation. */
export type Tag =
  | 'Alerts'
  | 'Analytics'
  | 'API keys'
  | 'Audit'
  | 'Custom actions'
  | 'Custom fields'
  | 'Deliveries'
  | 'Formats'
  | 'Incidents'
  | 'Integrations'
  | 'Live'
  | 'Members'
  | 'Notifications'
  | 'Outbound webhooks'
  | 'Recipes'
  | 'Remediation'
  | 'Routing rules'
  | 'Runners'
  | 'Saved views'
  | 'Services'
  | 'Sessions'
  | 'Status maintenances'
  | 'Status pages'
  | 'Status reports'
  | 'Status pages'
  | 'Tenants'
  | 'Triage';

/**
 * `tenant` (default): a credential inside a tenant; `operator`: one that needs no tenant;
 * `public`: none, and the context has no caller's rights (scope `ingest`);
 * `session`: as public, and the handler itself asks for the session cookie;
 * `runner`: the credential of a host's runner, which is good for nothing else.
 */
export type Access = 'tenant' | 'operator' | 'public' | 'session' | 'runner';

type Immutable<T> = T extends object ? { readonly [Key in keyof T]: Immutable<T[Key]> } : T;

interface RouteSpec<P extends TSchema, Q extends TSchema, B extends TSchema, R> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`; parameters as `:id`. */
  readonly url: string;
  readonly tag: Tag;
  /** What it does, in a line. */
  readonly summary: string;
  /** More, where the summary does not say enough. Markdown. */
  readonly description?: string;
  readonly access?: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Of success; default 200, or 204 without a response schema. */
  readonly status?: number;
  readonly response?: R;
  /** Calls one verb; a {@link TextFile} is sent as it is instead of JSON. */
  readonly handle: (
    context: ApiContext,
    input: {
      readonly params: Static<P>;
      readonly query: Static<Q>;
      readonly body: Static<B>;
    },
    visit: Visit,
  ) => Promise<R extends TSchema ? Immutable<Static<R>> | TextFile : void>;
}

/** A request that its route answers piece by piece. */
export interface Exchange {
  readonly context: ApiContext;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Checks the credential again; 401 once it is revoked. */
  readonly authenticate: () => Promise<Caller>;
}

/** A route whose types were checked by {@link route}. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly access: Access;
  readonly status: number;
  readonly schema: FastifySchema;
  readonly handle: (
    context: ApiContext,
    input: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
    visit: Visit,
  ) => Promise<unknown>;
  /** Instead of `handle`, for streams. */
  readonly answer?: (exchange: Exchange) => Promise<void>;
}

/** The parameters of a route about one thing. */
export const IdParams = Type.Object({ id: Type.String() });

/**
 * Declares a route of our own API: its schemas validate the request, type the handler's input and
 * result, and document it. A body that may be empty may also be left out.
 */
export function route<
  P extends TSchema = TUnknown,
  Q extends TSchema = TUnknown,
  B extends TSchema = TUnknown,
  R extends TSchema | undefined = undefined,
>(spec: RouteSpec<P, Q, B, R>): ApiRoute {
  const { method, url, access = 'tenant', params, query, body, response } = spec;
  const status = spec.status ?? (response ? 200 : 204);
  const success = response ?? { type: 'null', description: 'Done; no body.' };
  const schema = {
    summary: spec.summary,
    ...(spec.description ? { description: spec.description } : {}),
    tags: [spec.tag],
    security: securityOf(access),
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    response: { [status]: success, ...problemResponses(access, method, Boolean(params)) },
  };
  return { method, url, access, status, schema, handle: spec.handle as ApiRoute['handle'] };
}

function securityOf(access: Access): readonly Record<string, readonly string[]>[] {
  if (access === 'public') return [];
  if (access === 'runner') return [{ runner: [] }];
  return access === 'session' ? [{ session: [] }] : [{ bearer: [] }, { session: [] }];
}

/** Adds the routes of a noun to the API. */
export function addRoutes(
  app: FastifyInstance,
  deps: HttpDeps,
  authenticate: Authenticate,
  routes: readonly ApiRoute[],
  live: LiveFeed,
): void {
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  const shared = { ...sharedBy(deps), live, closing: closing.signal };
  const guardPublic = guardPublicWrites(deps.publicUrl);
  const noteRefusal = createRefusalNotes(deps.errands);
  for (const { method, url, access, status, schema, handle, answer } of routes) {
    app.route({
      method,
      url,
      schema,
      // Before the body is read: who may not write must not be able to make us parse.
      onRequest: async (request) => {
        if (access === 'public') await guardPublic(request);
        request.caller = await authenticate(request, access);
      },
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const { params, query, body, caller } = request;
        const context = { ...shared, caller };
        if (answer) {
          const again = () => authenticate(request, access);
          return answer({ context, request, reply, authenticate: again });
        }
        const input = { params, query, body };
        // Some verbs refuse before they return a promise.
        const asked = (async () => handle(context, input, { request, reply }))();
        const result = await asked.catch((error: unknown) => {
          const isRefusal = error instanceof Problem && error.code === 'forbidden';
          if (isRefusal) noteRefusal(context, { route: `${method} ${url}`, reason: error.message });
          throw error;
        });
        return result instanceof TextFile ? result.send(reply) : reply.code(status).send(result);
      },
    });
  }
}

/** What the contexts of all requests have in common; the rest of `deps` is no verb's business. */
function sharedBy(deps: HttpDeps): Omit<ApiContext, 'caller' | 'live' | 'closing'> {
  const { store, clock, sealer, directory, publicUrl, formats, intake, rules } = deps;
  const common = { store, clock, sealer, directory, publicUrl, formats, intake, rules };
  const people = { auth: deps.auth, mailer: deps.mailer, errands: deps.errands };
  const { subscriptions } = deps;
  return {
    ...common,
    ...people,
    subscriptions,
    outbound: deps.outbound,
    outboundAddresses: deps.outboundAddresses,
  };
}
