import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText, pageSchema } from './page-schemas.ts';
import type { MemberRow } from './people-queries.ts';

export const RoleSchema = Type.Enum(['owner', 'admin', 'responder', 'viewer']);

/** Not `format: email`: whether an address works is found out by writing to it. */
export const EmailText = Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });

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
