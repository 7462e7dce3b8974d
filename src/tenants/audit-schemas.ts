import { type Static, Type } from 'typebox';
import { InstantText, pageSchema } from './page-schemas.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);

/** One change, who made it and from where. `before` and `after` never hold a secret. */
export const AuditEntry = Type.Object({
  id: Type.String(),
  at: InstantText,
  actor: Type.Object({
    type: Type.Enum(['person', 'integration', 'system', 'operator']),
    id: NullableText,
    name: NullableText,
  }),
  action: Type.String(),
  target_id: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
  ip: NullableText,
  request_id: NullableText,
});
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditPage = pageSchema(AuditEntry);
