import type { BetterAuthOptions } from 'better-auth';
import { type GenericOAuthConfig, genericOAuth } from 'better-auth/plugins/generic-oauth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Logger } from 'pino';
import { DAY, HOUR, MINUTE, SECOND } from '../kernel/time.ts';
import type { Store } from '../store/connection.ts';
import type { PasswordHashing } from './password-hashing.ts';
import { PASSWORD_LENGTH } from './password-rules.ts';

/** The header that tells better-auth where a request comes from; ours alone, never a client's. */
export const ADDRESS_HEADER = 'x-tocsin-address';

/** Provider id of the one OpenID provider, in its callback URL too. */
export const OIDC_PROVIDER = 'oidc';

/** Days a session lasts without being used; one browser session when it is not to be remembered. */
const SESSION_DAYS = 14;

/** An OpenID provider people may sign in with. */
export interface OidcConfig {
  /** As its discovery document names it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button of the sign-in page. */
  readonly name: string;
}

/** Derived from one of the hub's secret keys; what it encrypts is labelled with its version. */
export interface AuthSecret {
  /** The key's id as a number. */
  readonly version: number;
  readonly value: string;
}

export type AuthSecrets = readonly [AuthSecret, ...AuthSecret[]];

/** What better-auth is built from. */
export interface AuthParts {
  readonly store: Store;
  readonly log: Pick<Logger, 'error' | 'debug'>;
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  /** What signs cookies and encrypts second factors; the first one does, all verify and decrypt. */
  readonly secrets: AuthSecrets;
  readonly hashing: PasswordHashing;
  /** Why this identity may not come in, as a code for the sign-in page; undefined: it may. */
  readonly refuseIdentity: (identity: Identity) => Promise<string | undefined>;
}

/** Who the OpenID provider says it is. */
export interface Identity {
  readonly userId: string | undefined;
  readonly email: string;
  readonly emailVerified: boolean;
  /** Known by this identity, not just by the address. */
  readonly linked: boolean;
}

/** better-auth's options; its tables are those of migrations/000003_people.sql. */
export function authOptions(
  parts: AuthParts,
  tokenMade: (token: string) => void = () => {},
  oidc?: OidcConfig,
) {
  const { store, publicUrl, secrets, hashing } = parts;
  return {
    appName: 'Tocsin',
    // With its path: a hub may live below one.
    baseURL: `${publicUrl}/api/auth`,
    secrets: [...secrets],
    // Opens what was encrypted before there were labels.
    secret: secrets[0].value,
    database: { db: store.db, type: 'postgres', schemaName: 'auth', transaction: true },
    ...tables(parts),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: hashing.hash, verify: hashing.verify },
      resetPasswordTokenExpiresIn: HOUR / SECOND,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ token }) => tokenMade(token),
    },
    plugins: [
      twoFactor({ issuer: 'Tocsin', twoFactorTable: 'two_factors', ...twoFactorColumns() }),
      ...(oidc ? [genericOAuth({ config: [providerOf(oidc)] })] : []),
    ],
    advanced: {
      cookiePrefix: 'tocsin',
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // Origins and limits are checked before better-auth is asked: http/session-*.
      disableCSRFCheck: true,
      disableOriginCheck: false,
      database: { validateSchema: false },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // What is no refusal of its own is ours to answer: a Problem, or a fault.
    onAPIError: { errorURL: `${publicUrl}/sign-in`, throw: true },
    logger: { level: 'warn', log: logTo(parts.log) },
    databaseHooks: { account: { create: { before: withoutTokens } } },
  } satisfies BetterAuthOptions;
}

/** The names of better-auth's tables and columns here, and what goes for each. */
function tables(parts: AuthParts) {
  return {
    user: {
      modelName: 'users',
      fields: { emailVerified: 'email_verified', ...timestamps },
      validateUserInfo: refuseStrangers(parts),
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...timestamps,
      },
      expiresIn: (SESSION_DAYS * DAY) / SECOND,
      updateAge: DAY / SECOND,
    },
    account: {
      modelName: 'accounts',
      fields: accountColumns,
      // The provider's tokens are of no use here, so they are not kept.
      updateAccountOnSignIn: false,
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', ...timestamps },
      storeIdentifier: 'hashed',
    },
  } as const;
}

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

const accountColumns = {
  userId: 'user_id',
  providerId: 'provider_id',
  accountId: 'account_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
  ...timestamps,
} as const;

function twoFactorColumns() {
  return {
    accountLockout: { maxFailedAttempts: 10, durationSeconds: (15 * MINUTE) / SECOND },
    schema: {
      user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
      twoFactor: {
        fields: {
          userId: 'user_id',
          backupCodes: 'backup_codes',
          failedVerificationCount: 'failed_verification_count',
          lockedUntil: 'locked_until',
        },
      },
    },
  };
}

function providerOf({ issuer, clientId, clientSecret, name }: OidcConfig): GenericOAuthConfig {
  return {
    providerId: OIDC_PROVIDER,
    name,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    // Signing out of the hub does not sign out of everything else.
    disableProviderLogout: true,
  };
}

type Validate = NonNullable<NonNullable<BetterAuthOptions['user']>['validateUserInfo']>;

function refuseStrangers({ refuseIdentity }: AuthParts): Validate {
  return async ({ user, source }) => {
    const error = await refuseIdentity({
      userId: user.id,
      email: (user.email ?? '').toLowerCase(),
      emailVerified: user.emailVerified === true,
      linked: source.action === 'sign-in',
    });
    return error === undefined ? undefined : { error };
  };
}

async function withoutTokens(account: Readonly<Record<string, unknown>>) {
  const nothing = { accessToken: null, refreshToken: null, idToken: null, scope: null };
  const times = { accessTokenExpiresAt: null, refreshTokenExpiresAt: null };
  return { data: { ...account, ...nothing, ...times } };
}

/** Refused people are no fault of ours; what better-auth calls an error mostly is none either. */
function logTo(log: AuthParts['log']) {
  return (level: string, message: string, ...details: unknown[]) => {
    const err = details.find((detail) => detail instanceof Error);
    if (level === 'error' && err) log.error({ err }, `signing in: ${message}`);
    else log.debug(`signing in: ${message}`);
  };
}
