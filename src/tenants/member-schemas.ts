import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText, pageSchema } from './page-schemas.ts';
import type { MemberRow } from './people-queries.ts';

export const RoleSchema = Type.Enum(['owner', 'admin', 'responder', 'viewer']);

/**
 * An address that can sign in, wherever one is given: members, invitations, sign-in. The sign-in
 * itself (better-auth) takes no other, so that nobody is invited who could never come in.
 */
export const EmailText = Type.String({
  maxLength: 254,
  pattern:
    "^([A-Za-z0-9_'+-]+\\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\\.)+[A-Za-z]{2,}$",
  title: 'an e-mail address, such as ana@shop.example',
});

export const CreateMemberBody = Type.Object(
  {
    name: NameText,
    email: EmailText,
    role: RoleSchema,
  },
  { additionalProperties: false },
);
export type CreateMemberBody = Static<typeof CreateMemberBody>;

export const UpdateMemberBody = Type.Object(
  { name: Type.Optional(NameText), role: Type.Optional(RoleSchema) },
  { additionalProperties: false },
);
export type UpdateMemberBody = Static<typeof UpdateMemberBody>;

export const MemberView = Type.Object({
  id: Type.String(),
  person_id: Type.Integer(),
  name: Type.String(),
  email: Type.String(),
  role: RoleSchema,
  created_at: InstantText,
  signs_in: Type.Boolean({ description: 'False: nobody can sign in as them; invite them' }),
});
export type MemberView = Static<typeof MemberView>;

export const MemberPage = pageSchema(MemberView);

/** An erasure that has begun. */
export const MemberErasure = Type.Object({ id: Type.String(), requested_at: InstantText });
export type MemberErasure = Static<typeof MemberErasure>;

/** A member's row as the API shows it. */
export function showMember(row: MemberRow): MemberView {
  return {
    id: row.member_id,
    person_id: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    created_at: formatInstant(row.created_at.getTime()),
    signs_in: row.user_id !== null,
  };
}
