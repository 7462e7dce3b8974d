import type { FastifyInstance } from 'fastify';
import { unavailable } from '../../kernel/errors.ts';
import { createReadiness } from '../../store/readiness.ts';
import type { HttpDeps } from '../deps.ts';
import { problemsOf } from '../problem-schema.ts';

const tags = ['Operation'];
const ok = { type: 'object', properties: { status: { type: 'string', const: 'ok' } } };

/** What the operator's machines ask: alive, ready, how much. */
export function addOperationRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const findFault = createReadiness(deps.store);
  const alive = { summary: 'Whether the process is up', tags, security: [], response: { 200: ok } };
  app.get('/healthz', { schema: alive }, async () => ({ status: 'ok' }));

  const ready = {
    summary: 'Whether requests can be served: database reachable and migrated',
    tags,
    security: [],
    response: { 200: ok, ...problemsOf([503]) },
  };
  app.get('/readyz', { schema: ready }, async () => {
    const fault = await findFault();
    if (fault) throw unavailable('not_ready', fault.reason, 2, fault.cause);
    const other = deps.fault?.();
    if (other) throw other;
    return { status: 'ok' };
  });

  const metrics = {
    summary: 'Metrics for Prometheus',
    tags,
    security: [],
    response: {
      200: {
        description: 'Text format',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    },
  };
  app.get('/metrics', { schema: metrics }, async (_request, reply) =>
    reply.type(deps.metrics.contentType).send(await deps.metrics.metrics()),
  );
}
