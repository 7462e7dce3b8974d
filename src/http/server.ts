import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { createLiveFeed } from '../incidents/live-feed.ts';
import { createReceiptWatch } from '../ingress/receipt-watch.ts';
import { notFound } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { SECOND } from '../kernel/time.ts';
import { type Authenticator, createAuthenticate } from './auth.ts';
import { serveDashboard } from './dashboard.ts';
import type { HttpDeps } from './deps.ts';
import { acceptJsonBodies } from './json-bodies.ts';
import { tellReceipts } from './live-receipts.ts';
import { collectMethods, refuseOtherMethods } from './methods.ts';
import { createHttpMetrics, type HttpMetrics } from './metrics.ts';
import { documentRoutes, serveDocumentation } from './openapi.ts';
import { createErrorHandler, sendProblem } from './problem.ts';
import { addRoutes } from './route.ts';
import { addAgentScriptRoute } from './routes/agent-script.ts';
import { addGenericSchemaRoute } from './routes/generic-schema.ts';
import { addHubFileSchemaRoute } from './routes/hub-file-schema.ts';
import { addIntakeRoutes } from './routes/intake.ts';
import { addOperationRoutes } from './routes/operations.ts';
import { addStatusHookRoute, addStatusHookSchemas } from './routes/status-hook.ts';
import { API_ROUTES } from './routes.ts';
import { runnerAuthenticator } from './runner-authenticator.ts';
import { sessionAuthenticator } from './session-authenticator.ts';
import { addAuthRoutes } from './session-routes.ts';
import { addStatusRoutes, putInFront } from './status-routes.ts';
import { addSubscriptionRoutes } from './status-subscriptions.ts';
import { refuseUnreadable } from './unreadable-requests.ts';
import { createValidatorCompiler } from './validation.ts';

/** Of the API, as its document says. */
const API_VERSION = '1.0.0';

/** Milliseconds that requests in flight get when the hub closes, of the ten seconds it has. */
const CLOSE_GRACE = 5 * SECOND;

/** Builds the whole HTTP surface. `authenticators` are tried after API keys and sessions. */
export async function buildServer(
  deps: HttpDeps,
  authenticators: readonly Authenticator[] = [],
): Promise<FastifyInstance> {
  const app = newFastify(deps);
  limitClosing(app);
  const metrics = createHttpMetrics(deps.metrics, deps.intake);
  app.setErrorHandler(createErrorHandler(deps.log));
  app.setValidatorCompiler(createValidatorCompiler());
  // Schemas document responses and tests hold replies against them. Serialising by them would
  // drop a field without a word where the two differ.
  app.setSerializerCompiler(() => JSON.stringify);
  const methods = collectMethods(app);
  await documentRoutes(app, { publicUrl: deps.publicUrl, version: API_VERSION });
  await app.register(async (scope) => addIntakeRoutes(scope, deps.intake, metrics));
  const { statusPages } = deps;
  if (statusPages) await app.register(async (scope) => addStatusRoutes(scope, statusPages));
  await app.register(async (scope) => addStatusHookRoute(scope, deps.statusHook, metrics));
  await app.register(async (scope) => {
    await protect(scope, deps, metrics);
    scope.setNotFoundHandler((request, reply) => sendProblem(notFound('The URL'), request, reply));
    addOperationRoutes(scope, deps);
    serveDashboard(scope);
    addGenericSchemaRoute(scope);
    addAgentScriptRoute(scope);
    addHubFileSchemaRoute(scope);
    const hasEntered = ({ raw }: FastifyRequest) => statusPages?.hasEntered(raw) ?? false;
    await scope.register(async (pages) => addSubscriptionRoutes(pages, { ...deps, hasEntered }));
    addStatusHookSchemas(scope);
    const people = [sessionAuthenticator(deps), ...authenticators];
    const authenticate = createAuthenticate(deps, people, runnerAuthenticator(deps));
    await scope.register(async (auth) => addAuthRoutes(auth, deps), { prefix: '/api/auth' });
    const live = openLiveFeed(scope, deps);
    await scope.register(async (api) => addRoutes(api, deps, authenticate, API_ROUTES, live), {
      prefix: '/api/v1',
    });
    refuseOtherMethods(scope, methods);
    await serveDocumentation(scope);
  });
  await app.ready();
  if (statusPages) putInFront(app, statusPages);
  return app;
}

function newFastify({ log, trustProxy }: HttpDeps): FastifyInstance {
  const app = Fastify({
    // Fastify's own line about listening would only repeat what the command line says.
    loggerInstance: quiet(log) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Ids of the client are not trusted: they would let it forge our log.
    genReqId: () => newId('req'),
    requestIdHeader: false,
    trustProxy: toFastify(trustProxy),
    // Longer than the idle timeout of the usual load balancers (60 s).
    keepAliveTimeout: 72 * SECOND,
    requestTimeout: 30 * SECOND,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    http: {
      headersTimeout: 15 * SECOND,
      requestTimeout: 30 * SECOND,
      connectionsCheckingInterval: 5 * SECOND,
    },
    // Opsgenie's clients name alerts in URLs, by up to 512 characters which are escaped.
    routerOptions: { maxParamLength: 1_600, ignoreTrailingSlash: false },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: createErrorHandler(log),
  });
  return app.withTypeProvider<TypeBoxTypeProvider>() as unknown as FastifyInstance;
}

/**
 * Requests in flight may be finished when the hub closes, but not for ever: a body that never ends
 * would hold it up, and Node no longer watches the time of requests by then.
 */
function limitClosing(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE).unref();
    done();
  });
}

/** Streams end before the server waits for its requests to end. */
function openLiveFeed(scope: FastifyInstance, { store, log, directory, dispatched }: HttpDeps) {
  const watch = createReceiptWatch(store);
  const live = createLiveFeed({
    store,
    log,
    began: directory.forget,
    entered: watch.begin,
    ...(dispatched && { dispatched }),
  });
  const receipts = tellReceipts(watch, live, log);
  scope.addHook('preClose', async () => {
    await receipts.close();
    await live.close();
  });
  return live;
}

function quiet(log: HttpDeps['log']) {
  return log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level });
}

/** A number of proxies as the function Fastify takes: the nearest ones are trusted. */
function toFastify(trustProxy: HttpDeps['trustProxy']) {
  if (typeof trustProxy !== 'number') return trustProxy === false ? false : [...trustProxy];
  return (_address: string, hop: number) => hop < trustProxy;
}

/** What every response but those of the intake gets. */
async function protect(scope: FastifyInstance, deps: HttpDeps, metrics: HttpMetrics) {
  await scope.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: deps.publicUrl.startsWith('https:'),
  });
  scope.decorateRequest('caller');
  scope.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  acceptJsonBodies(scope);
  scope.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / SECOND);
    done();
  });
}
