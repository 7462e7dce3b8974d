import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import type { SessionRow } from './auth-queries.ts';
import { SCOPES } from './caller.ts';
import { EmailText, RoleSchema } from './member-schemas.ts';
import { InstantText, NameText } from './page-schemas.ts';
import { PasswordText, TokenText } from './setup-schemas.ts';

const Membership = Type.Object({
  tenant: Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() }),
  member: Type.Object({
    id: Type.String(),
    person_id: Type.Integer(),
    name: Type.String(),
    email: Type.String(),
    role: RoleSchema,
  }),
});

/** Who is signed in, and where they are a member. */
export const SessionView = Type.Object({
  user: Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    email_verified: Type.Boolean(),
    two_factor: Type.Boolean({ description: 'Signing in by password asks for a second factor' }),
    has_password: Type.Boolean(),
  }),
  session: Type.Object({ id: Type.String(), expires_at: InstantText }),
  memberships: Type.Array(Membership),
  active: Type.Union([Membership, Type.Null()], {
    description: 'The tenant that X-Tenant names, else the first one; null: a member of none',
  }),
});
export type SessionView = Static<typeof SessionView>;

const SessionItem = Type.Object({
  id: Type.String(),
  current: Type.Boolean(),
  created_at: InstantText,
  expires_at: InstantText,
  ip: Type.Union([Type.String(), Type.Null()]),
  user_agent: Type.Union([Type.String(), Type.Null()]),
});
export type SessionItem = Static<typeof SessionItem>;

/** All of them: nobody has so many that pages would help. */
export const SessionList = Type.Object({ data: Type.Array(SessionItem) });
export type SessionList = Static<typeof SessionList>;

/** How the caller is called, in every tenant. */
export const OwnName = Type.Object({ name: NameText }, { additionalProperties: false });
export type OwnName = Static<typeof OwnName>;

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** Whom a credential stands for; `role` only for who is signed in. */
export const CredentialView = Type.Object({
  scope: Type.Enum([...SCOPES]),
  role: Type.Union([RoleSchema, Type.Null()]),
  actor: Type.Object({
    type: Type.Enum(['person', 'integration', 'system', 'operator']),
    id: NullableText,
    name: NullableText,
    email: NullableText,
  }),
});
export type CredentialView = Static<typeof CredentialView>;

export const RequestResetBody = Type.Object({ email: EmailText }, { additionalProperties: false });
export type RequestResetBody = Static<typeof RequestResetBody>;

export const ResetLink = Type.Object({ url: Type.String() });
export type ResetLink = Static<typeof ResetLink>;

export const ConfirmResetBody = Type.Object(
  { token: TokenText, password: PasswordText },
  { additionalProperties: false },
);
export type ConfirmResetBody = Static<typeof ConfirmResetBody>;

/** A session's row as the API shows it. */
export function showSession(row: SessionRow, currentId: string): SessionItem {
  return {
    id: row.id,
    current: row.id === currentId,
    created_at: formatInstant(row.created_at.getTime()),
    expires_at: formatInstant(row.expires_at.getTime()),
    ip: row.ip_address,
    user_agent: row.user_agent,
  };
}
