import { type Static, Type } from 'typebox';
import { InstantText, PageQuery, pageSchema } from './page-schemas.ts';

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

/** The audit log's list with its filters; those given must all hold. */
export const AuditQuery = Type.Object(
  {
    ...PageQuery.properties,
    actor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'Who: id of a member, API key or integration, or `operator`, `system`',
      }),
    ),
    action: Type.Optional(
      Type.String({
        maxLength: 100,
        pattern: '^[a-z_]+(?:\\.[a-z_]+)?$',
        description: 'What: an action (`integration.created`), or a noun for all of its actions',
      }),
    ),
    target: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Id of what was changed' }),
    ),
    from: Type.Optional({ ...InstantText, description: 'Not before' }),
    to: Type.Optional({ ...InstantText, description: 'Before' }),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditPage = pageSchema(AuditEntry);
