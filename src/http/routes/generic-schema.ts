import type { FastifyInstance } from 'fastify';
import { regen } from '../../intake/formats/regen/regen.ts';
import { sha256Hex } from '../../kernel/hashing.ts';

const schema = {
  summary: 'JSON Schema of the generic webhook',
  description: 'The very schema that validates. Public and cacheable.',
  tags: ['Sending alerts'],
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

/** The generic webhook's schema, for senders that validate before they send. */
export function addGenericSchemaRoute(app: FastifyInstance): void {
  const text = JSON.stringify(regen.schema);
  const etag = `"${sha256Hex(text).slice(0, 32)}"`;
  app.get('/api/v1/webhooks/generic/schema', { schema }, (request, reply) => {
    reply.headers({
      etag,
      'cache-control': 'public, max-age=3600',
      // Anybody's page may read it.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return reply.type('application/schema+json').send(text);
  });
}
