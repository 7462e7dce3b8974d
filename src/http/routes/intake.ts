import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RouteHandler,
  RouteOptions,
} from 'fastify';
import { formatNamed } from '../../intake/formats.ts';
import type { Intake, IntakeRequest, IntakeRoute } from '../../intake/receive.ts';
import type { IntakeReply } from '../../intake/replies.ts';
import { CHANGE, MAX_BODY_BYTES, QUESTION_ROUTES } from '../../intake/routes.ts';
import { SECOND } from '../../kernel/time.ts';
import type { HttpMetrics } from '../metrics.ts';
import { problemsOf } from '../problem-schema.ts';

const NOTHING = Buffer.alloc(0);

/**
 * The public URLs that take alerts. This is the hot path: no hooks, no validation, nothing parsed;
 * the intake room does all of that on the raw bytes.
 */
export function addIntakeRoutes(app: FastifyInstance, intake: Intake, metrics: HttpMetrics): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES } as const;
  app.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
  // A child logger for each request would only carry its id, and nothing is logged.
  app.setChildLoggerFactory((logger) => logger);
  for (const route of intake.routes) addIntakeRoute(app, intake, route, metrics);
  for (const route of QUESTION_ROUTES) addQuestionRoute(app, intake, route, metrics);
}

function addIntakeRoute(
  app: FastifyInstance,
  intake: Intake,
  route: IntakeRoute,
  metrics: HttpMetrics,
): void {
  const answer = createAnswer(intake, route, metrics);
  const handler: RouteHandler = (request, reply) => {
    answer(request, reply, (request.body as Buffer | undefined) ?? NOTHING);
  };
  const options: RouteOptions = {
    method: 'POST',
    url: route.path,
    config: { documentedBody: bodyOf(route) },
    errorHandler: (error, request, reply) => {
      // What Fastify did not read is the intake's to refuse as well, in the format's own words.
      if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') answer(request, reply, 'too_large');
      else if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') answer(request, reply, NOTHING);
      else throw error;
    },
    handler,
  };
  app.route({ ...options, schema: documentationOf(route) });
  // Some clients of Opsgenie end every path with a slash.
  if (route.path.startsWith('/v2/')) {
    app.route({ ...options, url: `${route.path}/`, schema: { hide: true } });
  }
}

function bodyOf({ format: name, action }: IntakeRoute) {
  const format = formatNamed(name);
  return (action === CHANGE ? format?.changes?.schema : format?.schema) ?? {};
}

function createAnswer(intake: Intake, route: IntakeRoute, metrics: HttpMetrics) {
  return (request: FastifyRequest, reply: FastifyReply, body: IntakeRequest['body']): void => {
    const startedAt = performance.now();
    const { address = '', alert } = request.params as { address?: string; alert?: string };
    const { ip, id: requestId, headers } = request;
    const query = request.query as Record<string, unknown>;
    const named = alert === undefined ? {} : { alert };
    const whole = { route, address, ip, requestId, headers, query, body, ...named };
    intake.receive(whole).then(
      (answer) => {
        send(reply, requestId, answer);
        const seconds = (performance.now() - startedAt) / SECOND;
        metrics.answered('POST', route.path, answer.status, seconds);
        metrics.received(route.format, answer.status);
      },
      (error: unknown) => {
        reply.send(error);
      },
    );
  };
}

/** Questions of senders about what they have sent. */
function addQuestionRoute(
  app: FastifyInstance,
  intake: Intake,
  route: IntakeRoute,
  metrics: HttpMetrics,
): void {
  const handler: RouteHandler = async (request, reply) => {
    const startedAt = performance.now();
    const { alert = '' } = request.params as { alert?: string };
    const { ip, id: requestId, headers } = request;
    const query = request.query as Record<string, unknown>;
    const answer = await intake.answer({ route, alert, ip, requestId, headers, query });
    send(reply, requestId, answer);
    const seconds = (performance.now() - startedAt) / SECOND;
    metrics.answered('GET', route.path, answer.status, seconds);
  };
  const schema = questionDocumentation(route);
  app.route({ method: 'GET', url: route.path, schema, handler });
  app.route({ method: 'GET', url: `${route.path}/`, schema: { hide: true }, handler });
}

/** Straight to the socket: no hook of Fastify has anything to add to an intake reply. */
function send(reply: FastifyReply, requestId: string, answer: IntakeReply): void {
  const payload = answer.body === undefined ? '' : JSON.stringify(answer.body);
  reply.hijack();
  reply.raw.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(payload),
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    ...answer.headers,
  });
  reply.raw.end(payload);
}

const ADDRESSES: Readonly<Record<IntakeRoute['addressedBy'], string>> = {
  key: 'The address is the key of an integration.',
  tenant: 'The address is a tenant’s slug or id.',
  default: 'For the default tenant.',
  carried: 'The request carries the key of an integration.',
};

function documentationOf(route: IntakeRoute) {
  const format = formatNamed(route.format);
  const signed = format?.auth.kind === 'hmac' ? ` Signed in \`${format.auth.headers[0]}\`.` : '';
  return {
    summary: `${summaryOf(route)}: ${format?.title ?? route.format}`,
    description: `${ADDRESSES[route.addressedBy]}${signed}`,
    tags: ['Sending alerts'],
    security: [],
    response: {
      '2xx': { description: 'Stored; the reply is the format’s own' },
      ...problemsOf([400, 401, 413, 415, 422, 429, 503]),
    },
  };
}

function summaryOf({ action, path }: IntakeRoute): string {
  if (action === CHANGE) return 'Tell of a change';
  return path.includes(':alert') ? `Say what was done with an alert (${action})` : 'Send alerts';
}

function questionDocumentation({ action, format }: IntakeRoute) {
  const what = action === 'request' ? 'What came of a request' : 'An alert that was sent';
  return {
    summary: `${what}: ${formatNamed(format)?.title ?? format}`,
    description: ADDRESSES.carried,
    tags: ['Sending alerts'],
    security: [],
    response: {
      '2xx': { description: 'The reply is the format’s own' },
      ...problemsOf([401, 404, 422, 429, 503]),
    },
  };
}
