import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseStrictJson } from '../ingress/strict-json.ts';
import { Problem } from '../kernel/errors.ts';

/** Largest body of our own API, in bytes. */
export const MAX_JSON_BYTES = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** Lists that imports also take as they are: the same as JSON with the text in this field. */
const LISTS = { 'text/csv': 'csv', 'application/x-ndjson': 'ndjson' } as const;

/** Reads bodies strictly as JSON. Leaving the body out is the same as sending `{}`. */
export function acceptJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: MAX_JSON_BYTES } as const;
  app.addContentTypeParser(JSON_TYPE, options, (request, body: Buffer, done) => {
    done(null, isMeant(request, body) ? parseStrictJson(body) : undefined);
  });
  for (const [type, field] of Object.entries(LISTS)) {
    app.addContentTypeParser(type, { ...options, parseAs: 'string' }, (request, body, done) => {
      if (request.is404 || request.routeOptions.url?.endsWith('/import')) {
        done(null, { [field]: body });
      } else done(unsupportedType(type));
    });
  }
  app.addHook('onRequest', (request, _reply, done) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    done(encoding.toLowerCase() === 'identity' ? undefined : unsupportedEncoding(encoding));
  });
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.routeOptions.schema?.body !== undefined) request.body ??= {};
    done();
  });
}

/** Some clients send a content type with every DELETE; of an unknown URL nothing need be read. */
function isMeant(request: FastifyRequest, body: Buffer): boolean {
  return body.length > 0 && !request.is404;
}

function unsupportedType(received: string) {
  return new Problem(415, 'unsupported_media_type', 'The body must be JSON.', {
    errors: [{ pointer: 'Content-Type', expected: 'application/json', received }],
  });
}

function unsupportedEncoding(received: string) {
  return new Problem(415, 'unsupported_encoding', 'Compressed bodies are not accepted.', {
    errors: [{ pointer: 'Content-Encoding', expected: 'identity', received }],
  });
}
