import type { FastifyRequest } from 'fastify';

/** The credential in `Authorization: Bearer …`; undefined when there is none. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}
