import { type Static, Type } from 'typebox';
import {
  InstantText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';
import { NOTIFICATION_KINDS } from './rules/kinds.ts';

const StatusText = Type.Enum(['pending', 'sent', 'failed', 'skipped']);

export const NotificationsQuery = Type.Object(
  {
    ...PageQuery.properties,
    status: Type.Optional(StatusText),
    incident_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    recipient_id: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'A member or a chat channel' }),
    ),
  },
  { additionalProperties: false },
);
export type NotificationsQuery = Static<typeof NotificationsQuery>;

export const NotificationView = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...NOTIFICATION_KINDS]),
  subject: Type.String({ description: 'As the mail has it: the state and the name' }),
  incident_id: Type.Union([Type.String(), Type.Null()]),
  recipient: Type.Object({
    type: Type.Enum(['member', 'chat_channel']),
    id: Type.String(),
    name: Type.String({ description: 'As it was then' }),
  }),
  means: Type.Enum(['email', 'chat']),
  status: StatusText,
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'Why it failed or was skipped; while pending, what came of the last attempt',
  }),
  attempts: Type.Integer(),
  created_at: InstantText,
  next_attempt_at: OptionalInstantText,
  finished_at: OptionalInstantText,
});
export type NotificationView = Static<typeof NotificationView>;

export const NotificationPage = pageSchema(NotificationView);
