import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { ProblemSchema } from './problem-schema.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Documents the body of a route that validates it itself. */
    documentedBody?: object;
  }
}

const DESCRIPTION = `Alerts in, incidents out.

Every response carries \`X-Request-Id\`. Errors are problem documents (RFC 9457) with a stable
\`code\`. Lists are pages: \`limit\` and \`cursor\`, until \`next_cursor\` is null. A write with an
\`Idempotency-Key\` header is done once; repeating it within a day returns the first answer.

The operator's root token acts inside the tenant that the header \`X-Tenant\` names.`;

/**
 * Collects the schemas of all routes that are registered from now on into an OpenAPI 3.1 document.
 * A route without a schema refuses the start: what is not documented does not exist.
 */
export async function documentRoutes(
  app: FastifyInstance,
  options: { readonly publicUrl: string; readonly version: string },
): Promise<void> {
  app.addSchema(ProblemSchema);
  app.addHook('onRoute', requireSchema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tocsin', description: DESCRIPTION, version: options.version },
      servers: [{ url: options.publicUrl }],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key (`tsk_…`), or the operator’s root token',
          },
          runner: {
            type: 'http',
            scheme: 'bearer',
            description: 'The credential (`trc_…`) that a host’s runner registered',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'tocsin.session_token',
            description:
              'Set by signing in; `__Secure-tocsin.session_token` over HTTPS. `X-Tenant` names the ' +
              'tenant, and writes need an `Origin` of this hub and a JSON content type',
          },
        },
      },
    },
    refResolver: { buildLocalReference: ({ $id }, _base, _part, index) => String($id ?? index) },
    transform: ({ schema, url, route }) => ({ schema: documented(schema, url, route), url }),
  });
}

/** `/openapi.json` and, for people, `/docs`. */
export async function serveDocumentation(app: FastifyInstance): Promise<void> {
  const schema = {
    summary: 'This document',
    tags: ['Operation'],
    security: [],
    response: { 200: { type: 'object', additionalProperties: true } },
  };
  app.get('/openapi.json', { schema }, async () => app.swagger());
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { validatorUrl: null },
    staticCSP: true,
    // A hub is often reached over plain HTTP in a private network.
    transformStaticCSP: (header) => header.replace('upgrade-insecure-requests;', ''),
  });
}

function requireSchema({ method, url, schema }: RouteOptions): void {
  if (schema === undefined && !url.startsWith('/docs')) {
    throw new Error(`${String(method)} ${url} has no schema, so it would not be documented.`);
  }
}

function documented(schema: FastifySchema | undefined, url: string, route: RouteOptions) {
  const body = route.config?.documentedBody;
  return {
    operationId: operationIdOf(String(route.method), url),
    ...schema,
    ...(body ? { body: withoutDialect(body) } : {}),
  };
}

/** `GET /api/v1/services/:id` → `getServicesById`. */
function operationIdOf(method: string, url: string): string {
  const parts = url.replace(/^\/api\/v1/, '').split(/[^A-Za-z0-9:]+/);
  const words = parts.map((part) =>
    part.startsWith(':') ? `By${capitalised(part.slice(1))}` : capitalised(part),
  );
  return method.toLowerCase() + words.join('');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The dialect is the document's, and an embedded schema may not name its own. */
function withoutDialect(schema: object): object {
  const { $schema: _, $id: __, ...rest } = schema as Record<string, unknown>;
  return rest;
}
