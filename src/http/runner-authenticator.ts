import { findRunner } from '../remediation/runner-context.ts';
import type { Authenticator } from './auth.ts';
import { bearerOf } from './bearer.ts';
import type { HttpDeps } from './deps.ts';

/**
 * Runners by their credential, asked of the database each time: a revoked one is out at once. It opens
 * the routes of runners alone, so it has the least of all scopes.
 */
export function runnerAuthenticator({ store }: Pick<HttpDeps, 'store'>): Authenticator {
  return async (request) => {
    const credential = bearerOf(request);
    const runner = credential === undefined ? undefined : await findRunner(store, credential);
    return runner && { ...runner, scope: 'ingest' };
  };
}
