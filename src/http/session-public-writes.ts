import type { FastifyRequest } from 'fastify';
import { createRateLimits, rateLimited } from '../ingress/rate-limits.ts';
import { refuseOtherSites } from './session-origin.ts';

/** Writes that need no credential, a minute and address: setup, invitations, passwords. */
const PER_MINUTE = 60;

/** Guards every write of our API that needs no credential: 403 `csrf`, 429 `rate_limited`. */
export function guardPublicWrites(publicUrl: string): (request: FastifyRequest) => Promise<void> {
  const limits = createRateLimits({ requestsPerMinute: PER_MINUTE });
  return async (request) => {
    if (request.method === 'GET') return;
    refuseOtherSites(request, publicUrl);
    const wait = await limits.request(request.ip);
    if (wait !== null) throw rateLimited(wait);
  };
}
