import { type Static, Type } from 'typebox';
import { EmailText, RoleSchema } from './member-schemas.ts';
import { NameText } from './page-schemas.ts';

/** Any length that is not a burden: what a password must be is checked where it is set. */
export const PasswordText = Type.String({ maxLength: 1_000, description: '10 to 128 characters' });

/** A token as our links carry it. */
export const TokenText = Type.String({ minLength: 1, maxLength: 200 });

export const SetupBody = Type.Object(
  { token: TokenText, name: NameText, email: EmailText, password: PasswordText },
  { additionalProperties: false },
);
export type SetupBody = Static<typeof SetupBody>;

/** Where somebody has just become a member. */
export const Joined = Type.Object({
  tenant: Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() }),
  member_id: Type.String(),
  email: Type.String(),
  role: RoleSchema,
  signed_in: Type.Boolean({ description: 'The reply set the session cookie' }),
});
export type Joined = Static<typeof Joined>;

/** What the sign-in page offers. */
export const SignInOptions = Type.Object({
  oidc: Type.Union([Type.Object({ name: Type.String() }), Type.Null()]),
  password_reset: Type.Boolean({ description: 'Links to reset a password can be mailed' }),
  setup: Type.Boolean({ description: 'No owner exists yet: the console shows a link' }),
});
export type SignInOptions = Static<typeof SignInOptions>;
