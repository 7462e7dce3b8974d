import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { sha256Hex } from '../../kernel/hashing.ts';
import { SECOND } from '../../kernel/time.ts';
import { HookAnswer, HookIncident, HookMaintenance } from '../../status-page/hook-schemas.ts';
import {
  type HookRequest,
  MAX_HOOK_BYTES,
  type StatusHook,
} from '../../status-page/receive-hook.ts';
import type { HttpMetrics } from '../metrics.ts';
import { problemsOf } from '../problem-schema.ts';

const PATH = '/hooks/statushub/v2/:key';
const NOTHING = Buffer.alloc(0);
const tags = ['Status pages'];

const posting = {
  summary: 'StatusHub Generic Hook V2: an incident’s update or a maintenance of one service',
  description:
    'The URL is the credential: each service has its own (`statushub_url`). 201 for something new, 200 for an update or a retry.',
  tags,
  security: [],
  response: {
    200: HookAnswer,
    201: HookAnswer,
    ...problemsOf([400, 404, 409, 413, 415, 422, 429, 503]),
  },
};

/** The public URL that takes status reports: nothing is parsed here, as for alerts. */
export function addStatusHookRoute(
  app: FastifyInstance,
  hook: StatusHook,
  metrics: HttpMetrics,
): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: MAX_HOOK_BYTES } as const;
  app.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
  const answer = answering(hook, metrics);
  app.route({
    method: 'POST',
    url: PATH,
    schema: posting,
    config: { documentedBody: Type.Union([HookIncident, HookMaintenance]) },
    errorHandler: (error, request, reply) => {
      // What Fastify did not read is the hook's to refuse as well.
      if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return answer(request, reply, 'too_large');
      if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return answer(request, reply, NOTHING);
      throw error;
    },
    handler: (request, reply) =>
      answer(request, reply, (request.body as Buffer | undefined) ?? NOTHING),
  });
}

function answering(hook: StatusHook, metrics: HttpMetrics) {
  return async (request: FastifyRequest, reply: FastifyReply, body: HookRequest['body']) => {
    const { key } = request.params as { key: string };
    const { ip, id: requestId, headers } = request;
    const answer = await hook.receive({ key, ip, requestId, headers, body });
    metrics.answered('POST', PATH, answer.status, reply.elapsedTime / SECOND);
    metrics.received('statushub', answer.status);
    return reply
      .code(answer.status)
      .headers({
        ...answer.headers,
        'x-request-id': requestId,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      })
      .send(JSON.stringify(answer.body));
  };
}

const SERVED = { incident: HookIncident, maintenance: HookMaintenance } as const;

/** The hook's schemas, for senders that validate before they send. */
export function addStatusHookSchemas(app: FastifyInstance): void {
  for (const [name, schema] of Object.entries(SERVED)) addSchema(app, name, JSON.stringify(schema));
}

function addSchema(app: FastifyInstance, name: string, text: string): void {
  const etag = `"${sha256Hex(text).slice(0, 32)}"`;
  const schema = {
    summary: `JSON Schema of the StatusHub hook: ${name}`,
    description: 'The very schema that validates. Public and cacheable.',
    tags,
    security: [],
    response: {
      200: {
        description: 'A JSON Schema (2020-12)',
        content: {
          'application/schema+json': { schema: { type: 'object', additionalProperties: true } },
        },
      },
      304: { type: 'null', description: 'As in `If-None-Match`' },
    },
  };
  app.get(`/hooks/statushub/v2/schemas/${name}`, { schema }, (request, reply) => {
    reply.headers({
      etag,
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return reply.type('application/schema+json').send(text);
  });
}
