import type { Logger } from 'pino';
import { type KeyRing, madeOfKeys } from '../kernel/key-ring.ts';
import type { Clock } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import { type Auth, createAuth } from './auth.ts';
import type { OidcConfig } from './auth-options.ts';
import { authSecretsOf } from './auth-secrets.ts';
import { createPasswordHashing } from './password-hashing.ts';
import { refuseUnexpected } from './refuse-identity.ts';

/** What signing in is opened with. */
export interface AuthDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error' | 'debug'>;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** The hub's secret keys; where none of them is kept, everybody is signed out. */
  readonly ring: KeyRing;
  readonly oidc: OidcConfig | null;
}

/** Signing in, with secrets of its own that are derived from the hub's keys. */
export function openAuth({ ring, oidc, ...deps }: AuthDeps): Auth {
  const hashing = createPasswordHashing();
  const parts = { ...deps, hashing, refuseIdentity: refuseUnexpected(deps) };
  const present = madeOfKeys(ring, (keys) =>
    createAuth({ ...parts, secrets: authSecretsOf(keys) }, oidc),
  );
  return {
    url: present().url,
    oidc: present().oidc,
    hashPassword: hashing.hash,
    handle: (request) => present().handle(request),
    signedIn: (headers) => present().signedIn(headers),
    refreshed: (headers) => present().refreshed(headers),
    openSession: (headers, credentials) => present().openSession(headers, credentials),
    resetToken: (email) => present().resetToken(email),
    resetPassword: (input) => present().resetPassword(input),
    awaited: (headers) => present().awaited(headers),
  };
}
