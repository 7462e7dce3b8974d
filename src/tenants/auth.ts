import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { Problem, unavailable } from '../kernel/errors.ts';
import { databaseUnavailable } from '../store/transaction.ts';
import { type AuthParts, authOptions, OIDC_PROVIDER, type OidcConfig } from './auth-options.ts';
import type { PasswordHashing } from './password-hashing.ts';
import { requireUsablePassword } from './password-rules.ts';
import { resignCookies } from './resign-cookies.ts';

/** A person with the session that showed who they are. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly name: string;
  readonly emailVerified: boolean;
  readonly twoFactor: boolean;
  readonly expiresAt: Date;
}

/** A reply that sets cookies, each as a `Set-Cookie` header has it. */
export interface WithCookies<T> {
  readonly value: T;
  readonly cookies: readonly string[];
}

/** Users, sessions, second factors and the OpenID provider: what better-auth does for us. */
export interface Auth {
  /** One of better-auth's own endpoints, below {@link Auth.url}. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Where its endpoints are: `https://hub.example/api/auth`. */
  readonly url: string;
  /** Who the session cookie stands for. Read from the database each time: see decision 0014. */
  readonly signedIn: (headers: Headers) => Promise<SignedIn | undefined>;
  /** The same, and a session in use gets a new end at most once a day. */
  readonly refreshed: (headers: Headers) => Promise<WithCookies<SignedIn | undefined>>;
  /** Cookies of a new session. The caller has made the password or checked it. */
  readonly openSession: (
    headers: Headers,
    credentials: { readonly email: string; readonly password: string },
  ) => Promise<readonly string[]>;
  /** A token that changes the password once within an hour; undefined: no such account. */
  readonly resetToken: (email: string) => Promise<string | undefined>;
  /**
   * Changes the password and ends every session; returns whose it was. 404 `reset_link_not_valid`,
   * 422 for a password that cannot be used, which leaves the token as it is.
   */
  readonly resetPassword: (input: {
    readonly token: string;
    readonly password: string;
  }) => Promise<{ readonly userId: string; readonly email: string }>;
  /** Whose second factor the cookies wait for; undefined: nobody's. */
  readonly awaited: (headers: Headers) => Promise<string | undefined>;
  readonly hashPassword: PasswordHashing['hash'];
  /** Name of the OpenID provider; null: none is configured. */
  readonly oidc: string | null;
}

/** better-auth over our database. It reads its options once; nothing is asked of the network here. */
export function createAuth(parts: AuthParts, oidc: OidcConfig | null = null): Auth {
  const made = new AsyncLocalStorage<{ token?: string }>();
  const options = authOptions(parts, (token) => {
    const place = made.getStore();
    if (place) place.token = token;
  });
  const auth = betterAuth(options);
  const withProvider = oidc ? lazily(() => connect(parts, oidc)) : undefined;
  const isAboutProvider = ({ url }: Request) =>
    /\/(sign-in\/social|callback\/\w+)$/.test(new URL(url).pathname);
  const resigned = (headers: Headers) => resignCookies(headers, parts.secrets);
  return {
    url: options.baseURL,
    handle: async (request) => {
      const its = withProvider && isAboutProvider(request) ? await withProvider() : auth;
      return its.handler(new Request(request, { headers: resigned(request.headers) }));
    },
    signedIn: async (given) => {
      const headers = resigned(given);
      const query = { disableRefresh: true };
      return toSignedIn(await reading(auth.api.getSession({ headers, query })));
    },
    refreshed: async (given) => {
      const headers = resigned(given);
      const reply = await reading(auth.api.getSession({ headers, returnHeaders: true }));
      return { value: toSignedIn(reply.response), cookies: reply.headers.getSetCookie() };
    },
    openSession: async (headers, body) => {
      const reply = await auth.api.signInEmail({
        headers: resigned(headers),
        body,
        returnHeaders: true,
      });
      return reply.headers.getSetCookie();
    },
    resetToken: async (email) => {
      const place: { token?: string } = {};
      await made.run(place, () => auth.api.requestPasswordReset({ body: { email } }));
      return place.token;
    },
    resetPassword: async ({ token, password }) => {
      const { internalAdapter } = await auth.$context;
      const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
      const user = found && (await internalAdapter.findUserById(found.value));
      if (!user) throw resetLinkNotValid();
      requireUsablePassword(password, user.email);
      const change = auth.api.resetPassword({ body: { token, newPassword: password } });
      await change.catch((error: unknown) => {
        // Used by another request meanwhile.
        throw error instanceof APIError ? resetLinkNotValid() : error;
      });
      return { userId: user.id, email: user.email };
    },
    awaited: async (headers) => {
      const { createAuthCookie, internalAdapter } = await auth.$context;
      const identifier = signedValueOf(headers, createAuthCookie('two_factor').name);
      if (identifier === undefined) return undefined;
      return (await internalAdapter.findVerificationValue(identifier))?.value;
    },
    hashPassword: parts.hashing.hash,
    oidc: oidc?.name ?? null,
  };
}

/**
 * A second instance for the OpenID provider alone: it reads the provider's discovery document, which
 * must not keep people with passwords waiting when the provider is away.
 */
async function connect(parts: AuthParts, oidc: OidcConfig) {
  const auth = betterAuth(authOptions(parts, undefined, oidc));
  const { socialProviders } = await auth.$context;
  if (socialProviders.some(({ id }) => id === OIDC_PROVIDER)) return auth;
  throw unavailable(
    'identity_provider_unavailable',
    `${oidc.name} cannot be reached at the moment; please try again.`,
    10,
  );
}

/** better-auth says that a session could not be read, not why; only the database is asked. */
function reading<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    throw databaseUnavailable(error);
  });
}

function resetLinkNotValid() {
  const detail = 'The link was used or has expired. Ask for a new one.';
  return new Problem(404, 'reset_link_not_valid', detail);
}

/** What a signed cookie holds; its signature is not looked at. */
function signedValueOf(headers: Headers, name: string): string | undefined {
  const pairs = (headers.get('cookie') ?? '').split(/;\s*/);
  const found = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return found && decodeURIComponent(found).replace(/\.[^.]*$/, '');
}

/** Runs `make` at the first call, and again after it failed. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

interface Session {
  readonly session: { readonly id: string; readonly expiresAt: Date };
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly emailVerified: boolean;
    readonly twoFactorEnabled?: boolean | null | undefined;
  };
}

function toSignedIn(found: Session | null): SignedIn | undefined {
  if (!found) return undefined;
  const { session, user } = found;
  return {
    userId: user.id,
    sessionId: session.id,
    email: user.email,
    name: user.name,
    emailVerified: user.emailVerified,
    twoFactor: user.twoFactorEnabled === true,
    expiresAt: session.expiresAt,
  };
}
