import type { FastifyInstance } from 'fastify';
import { sha256Hex } from '../../kernel/hashing.ts';
import { hubFileSchemaText } from '../hub-file-schema.ts';

const schema = {
  summary: 'JSON Schema of the configuration file that `tocsin apply` takes',
  description:
    'For editors: completion and checks while the file is written. Public and cacheable.',
  tags: ['Operation'],
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

/** The schema of this version of the hub, for the file that configures it. */
export function addHubFileSchemaRoute(app: FastifyInstance): void {
  const text = hubFileSchemaText();
  const etag = `"${sha256Hex(text).slice(0, 32)}"`;
  app.get('/schemas/hub.json', { schema }, (request, reply) => {
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
