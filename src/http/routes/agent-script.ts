import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { sha256Hex } from '../../kernel/hashing.ts';

const SCRIPT = new URL('../../../agent/monitor.sh', import.meta.url);

const schema = {
  summary: 'The script that watches a server',
  description:
    'For bash, curl and coreutils; reports to this hub’s OpenRemedy webhook. Public and cacheable.',
  tags: ['Sending alerts'],
  security: [],
  response: {
    200: {
      description: 'A bash script',
      content: { 'text/x-shellscript': { schema: { type: 'string' } } },
    },
    304: { type: 'null', description: 'As in `If-None-Match`' },
  },
};

/** The monitor script (seed 004), so that a server gets it from the hub that it reports to. */
export function addAgentScriptRoute(app: FastifyInstance): void {
  // Read once: what a hub serves is of the same version as the hub.
  const text = readFileSync(SCRIPT, 'utf8');
  const etag = `"${sha256Hex(text).slice(0, 32)}"`;
  app.get('/agent/monitor.sh', { schema }, (request, reply) => {
    reply.headers({ etag, 'cache-control': 'public, max-age=3600' });
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return reply.type('text/x-shellscript; charset=utf-8').send(text);
  });
}
