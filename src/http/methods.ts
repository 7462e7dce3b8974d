import type { FastifyInstance } from 'fastify';
import { Problem } from '../kernel/errors.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods of every URL pattern that is registered from now on. */
export function collectMethods(app: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> {
  const byUrl = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = byUrl.get(url) ?? new Set<string>();
    for (const one of [method].flat()) known.add(one);
    byUrl.set(url, known);
  });
  return byUrl;
}

/** Answers 405 with `Allow` where a URL exists but not for the method. */
export function refuseOtherMethods(
  app: FastifyInstance,
  byUrl: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const [url, known] of [...byUrl]) {
    if (url.includes('*')) continue;
    const allow = [...known].sort().join(', ');
    app.route({
      method: METHODS.filter((method) => !known.has(method)),
      url,
      // Not documented: these are the absence of an operation.
      schema: { hide: true },
      onRequest: (_request, reply, done) => {
        reply.header('allow', allow);
        done(new Problem(405, 'method_not_allowed', `This URL takes ${allow}.`));
      },
      handler: (_request, reply) => reply.send(),
    });
  }
}
