import { type Static, Type } from 'typebox';
import { formatInstant } from '../kernel/time.ts';
import { InstantText, NameText, pageSchema } from './page-schemas.ts';
import type { MemberRow } from './people-queries.ts';

const Role = Type.Enum(['owner', 'admin', 'responder', 'viewer']);

export const CreateMemberBody = Type.Object(
  {
    name: NameText,
    // Not `format: email`: whether an address works is found out by writing to it.
    email: Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' }),
    role: Role,
  },
  { additionalProperties: false },
);
export type CreateMemberBody = Static<typeof CreateMemberBody>;

export const MemberView = Type.Object({
  id: Type.String(),
  person_id: Type.Integer(),
  name: Type.String(),
  email: Type.String(),
  role: Role,
  created_at: InstantText,
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
  };
}
