import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../kernel/errors.ts';
import { problemsOf } from './problem-schema.ts';
import type { StatusPages } from './status-pages.ts';
import { sendFault } from './status-replies.ts';

const tags = ['Status pages, public'];
/** A password and the name of its field. */
const MAX_FORM_BYTES = 4 * 1024;

/** What can be asked of a hub's page, as the document of the API tells it. */
const PUBLIC: readonly (readonly [path: string, summary: string, type: string])[] = [
  ['', 'The page of a hub', 'text/html'],
  ['/api/v2/status.json', 'Overall state', 'application/json'],
  ['/api/v2/summary.json', 'State, components, what is open and planned', 'application/json'],
  ['/api/v2/components.json', 'Components and groups', 'application/json'],
  ['/api/v2/incidents.json', 'The latest 50 incidents', 'application/json'],
  ['/api/v2/incidents/unresolved.json', 'Open incidents', 'application/json'],
  ['/api/v2/scheduled-maintenances.json', 'Maintenances', 'application/json'],
  ['/api/v2/scheduled-maintenances/upcoming.json', 'Those to come', 'application/json'],
  ['/api/v2/scheduled-maintenances/active.json', 'Those under way', 'application/json'],
  ['/feed.atom', 'Reports and maintenances as Atom', 'application/atom+xml'],
  ['/feed.rss', 'The same as RSS', 'application/rss+xml'],
  ['/calendar.ics', 'Maintenances as a calendar', 'text/calendar'],
  ['/badge.svg', 'A badge with the overall state', 'image/svg+xml'],
  ['/embed.html', 'One line to show in a frame', 'text/html'],
];

/**
 * Public pages that the front did not answer at once, and the documentation of all of them. No hook
 * of the API has any business here: what is sent is the page's own, also its errors.
 */
export function addStatusRoutes(app: FastifyInstance, pages: StatusPages): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'string', bodyLimit: MAX_FORM_BYTES } as const;
  app.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
  const handler = (request: FastifyRequest, reply: FastifyReply) => serve(pages, request, reply);
  for (const [path, summary, type] of PUBLIC) {
    const body = { description: summary, content: { [type]: { schema: { type: 'string' } } } };
    const response = { 200: body, ...problemsOf([401, 404]) };
    const schema = { summary, tags, security: [], response };
    app.route({ method: 'GET', url: `/status/:slug${path}`, schema, handler });
  }
  const hidden = { hide: true };
  const ready = {
    summary: 'Whether status pages can be shown; needs no database',
    tags: ['Operation'],
    security: [],
    response: {
      200: { type: 'object', properties: { status: { type: 'string', const: 'ok' } } },
      ...problemsOf([503]),
    },
  } as const;
  app.get('/readyz/status', { schema: ready }, (_request, reply) => {
    reply.hijack();
    pages.sendReadiness(reply.raw);
  });
  app.route({ method: 'GET', url: '/status/:slug/*', schema: hidden, handler });
  app.route({ method: 'OPTIONS', url: '/status/:slug/*', schema: hidden, handler });
  const enter = '/status/:slug/enter';
  app.route({ method: ['GET', 'POST'], url: enter, schema: hidden, handler });
}

async function serve(
  pages: StatusPages,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  reply.hijack();
  const { ip, raw } = request;
  const body = typeof request.body === 'string' ? request.body : '';
  if (await pages.serve({ request: raw, response: reply.raw, ip, body })) return;
  sendFault(reply.raw, notFound('The status page'));
}

/** Puts the pages in front of a server: what they answer never reaches its routes. */
export function putInFront(app: FastifyInstance, pages: StatusPages): void {
  const routes = app.server.listeners('request') as ((...args: unknown[]) => void)[];
  app.server.removeAllListeners('request');
  app.server.on('request', (request, response) => {
    if (pages.answer(request, response)) return;
    for (const route of routes) route.call(app.server, request, response);
  });
}
