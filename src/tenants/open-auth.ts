import type { Logger } from 'pino';
import { hmacSha256 } from '../kernel/hashing.ts';
import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { type Auth, createAuth } from './auth.ts';
import type { OidcConfig } from './auth-options.ts';
import { createPasswordHashing } from './password-hashing.ts';
import { refuseUnexpected } from './refuse-identity.ts';

/** What signing in is opened with. */
export interface AuthDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error' | 'debug'>;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** The hub's secret key; another one signs everybody out and voids second factors. */
  readonly secretKey: Buffer;
  readonly oidc: OidcConfig | null;
}

/** Signing in, with a secret of its own that is derived from the hub's. */
export function openAuth({ secretKey, oidc, ...deps }: AuthDeps): Auth {
  const secret = hmacSha256(secretKey, 'tocsin: sessions and second factors').toString('base64url');
  const hashing = createPasswordHashing();
  return createAuth({ ...deps, secret, hashing, refuseIdentity: refuseUnexpected(deps) }, oidc);
}
