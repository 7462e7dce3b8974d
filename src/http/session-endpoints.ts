import { type TObject, type TSchema, Type } from 'typebox';
import { EmailText } from '../tenants/member-schemas.ts';
import type { PersonAction } from '../tenants/note-person.ts';

/**
 * `sign-in`: takes a password of somebody not yet known; `own`: takes the password of who is signed
 * in; `open`: takes none.
 */
type PasswordUse = 'sign-in' | 'own' | 'open';

/** One of better-auth's endpoints that is let through; all others do not exist. */
export interface AuthEndpoint {
  /** Below `/api/auth`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly password: PasswordUse;
  readonly body?: TObject;
  readonly response: TSchema;
  /** Noted when it succeeds for somebody who is signed in. */
  readonly notes?: PersonAction;
}

const Password = Type.String({ maxLength: 1_000 });
const strict = { additionalProperties: false };
const User = Type.Object({ id: Type.String(), email: Type.String(), name: Type.String() });
const Codes = Type.Array(Type.String(), { description: 'Each works once; shown this once' });
const Code = Type.String({ maxLength: 40 });
const Anything = Type.Object({});

/** Field names are better-auth's own. */
export const AUTH_ENDPOINTS: readonly AuthEndpoint[] = [
  {
    path: '/sign-in/email',
    summary: 'Sign in with e-mail address and password',
    description:
      'Sets the session cookie, or answers `twoFactorRedirect: true`: then verify a second factor. ' +
      'After ten wrong passwords an account is locked for a quarter of an hour (429).',
    password: 'sign-in',
    body: Type.Object(
      {
        email: EmailText,
        password: Password,
        rememberMe: Type.Optional(
          Type.Boolean({ description: 'False: until the browser is closed. Default true' }),
        ),
      },
      strict,
    ),
    response: Type.Object({
      user: Type.Optional(User),
      twoFactorRedirect: Type.Optional(Type.Boolean()),
      twoFactorMethods: Type.Optional(Type.Array(Type.String())),
    }),
  },
  {
    path: '/sign-in/social',
    summary: 'Begin to sign in with the OpenID provider',
    description:
      'Send the browser to `url`. It comes back to `callbackURL` with a session, or to ' +
      '`errorCallbackURL?error=…`: `not_invited`, `email_not_verified`, `account_not_linked`.',
    password: 'open',
    body: Type.Object(
      {
        provider: Type.Literal('oidc'),
        callbackURL: Type.String({ maxLength: 2_000, description: 'A path of this hub' }),
        errorCallbackURL: Type.Optional(Type.String({ maxLength: 2_000 })),
      },
      strict,
    ),
    response: Type.Object({ url: Type.String() }),
  },
  {
    path: '/sign-out',
    summary: 'Sign out',
    password: 'open',
    response: Type.Object({ success: Type.Boolean() }),
    notes: 'person.signed_out',
  },
  {
    path: '/change-password',
    summary: 'Change one’s own password',
    password: 'own',
    body: Type.Object(
      {
        currentPassword: Password,
        newPassword: Password,
        revokeOtherSessions: Type.Optional(Type.Boolean()),
      },
      strict,
    ),
    response: Type.Object({ user: User }),
    notes: 'person.password_changed',
  },
  {
    path: '/two-factor/enable',
    summary: 'Begin to use a second factor',
    description: 'It is asked for from the first right code on (`/two-factor/verify-totp`).',
    password: 'own',
    body: Type.Object({ password: Password }, strict),
    response: Type.Object({ totpURI: Type.String(), backupCodes: Codes }),
  },
  {
    path: '/two-factor/verify-totp',
    summary: 'Give the code of the authenticator app',
    description: 'Ends a sign-in that asked for it, or the set-up of a second factor.',
    password: 'open',
    body: Type.Object({ code: Code }, strict),
    response: Type.Object({ user: User }),
  },
  {
    path: '/two-factor/verify-backup-code',
    summary: 'Sign in with a backup code instead',
    password: 'open',
    body: Type.Object({ code: Code }, strict),
    response: Type.Object({ user: User }),
  },
  {
    path: '/two-factor/generate-backup-codes',
    summary: 'Replace the backup codes',
    password: 'own',
    body: Type.Object({ password: Password }, strict),
    response: Type.Object({ backupCodes: Codes }),
    notes: 'person.backup_codes_renewed',
  },
  {
    path: '/two-factor/disable',
    summary: 'Stop using a second factor',
    password: 'own',
    body: Type.Object({ password: Password }, strict),
    response: Anything,
    notes: 'person.two_factor_disabled',
  },
];
