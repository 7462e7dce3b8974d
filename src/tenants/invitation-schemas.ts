import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import type { InvitationRow } from './invitation-queries.ts';
import { EmailText, RoleSchema } from './member-schemas.ts';
import { InstantText, NameText, pageSchema } from './page-schemas.ts';
import { PasswordText, TokenText } from './setup-schemas.ts';

export const CreateInvitationBody = Type.Object(
  { email: EmailText, role: RoleSchema },
  { additionalProperties: false },
);
export type CreateInvitationBody = Static<typeof CreateInvitationBody>;

const properties = {
  id: Type.String(),
  email: Type.String(),
  role: RoleSchema,
  invited_by: Type.Union([Type.String(), Type.Null()], { description: 'Name; null: the operator' }),
  created_at: InstantText,
  expires_at: InstantText,
};

export const InvitationView = Type.Object(properties);
export type InvitationView = Static<typeof InvitationView>;

/** A new invitation: the only time its link is shown. */
export const NewInvitation = Type.Object({
  ...properties,
  url: Type.String({ description: 'For the person invited, once' }),
  mailed: Type.Boolean({ description: 'A link is on its way to the address too' }),
});
export type NewInvitation = Static<typeof NewInvitation>;

export const InvitationPage = pageSchema(InvitationView);

export const InvitationTokenBody = Type.Object(
  { token: TokenText },
  { additionalProperties: false },
);
export type InvitationTokenBody = Static<typeof InvitationTokenBody>;

/** What the page of an invitation shows before it is accepted. */
export const InvitationPreview = Type.Object({
  email: Type.String(),
  role: RoleSchema,
  tenant_name: Type.String(),
  invited_by: Type.Union([Type.String(), Type.Null()]),
  has_account: Type.Boolean({ description: 'Sign in with this address first, then accept' }),
});
export type InvitationPreview = Static<typeof InvitationPreview>;

export const AcceptInvitationBody = Type.Object(
  {
    token: TokenText,
    name: Type.Optional(NameText),
    password: Type.Optional(PasswordText),
  },
  { additionalProperties: false },
);
export type AcceptInvitationBody = Static<typeof AcceptInvitationBody>;

/** Who invited, as people know them. */
export function inviterOf({ invited_by: actor }: InvitationRow): string | null {
  return 'name' in actor ? actor.name : null;
}

/** An invitation's row as the API shows it. */
export function showInvitation(row: InvitationRow): InvitationView {
  return {
    id: row.invitation_id,
    email: row.email,
    role: row.role,
    invited_by: inviterOf(row),
    created_at: formatInstant(row.created_at.getTime()),
    expires_at: formatInstant(row.expires_at.getTime()),
  };
}
