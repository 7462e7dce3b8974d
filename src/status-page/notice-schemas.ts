import { type Static, Type } from 'typebox';
import {
  InstantText,
  NameText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';
import { Channel, MessageState } from './subscriber-schemas.ts';

const Kind = Type.Enum([
  'report_created',
  'report_updated',
  'report_resolved',
  'maintenance_scheduled',
  'maintenance_updated',
  'maintenance_reminder',
  'maintenance_started',
  'maintenance_completed',
  'maintenance_cancelled',
]);

const StateCounts = Type.Object({
  pending: Type.Integer(),
  sent: Type.Integer(),
  failed: Type.Integer(),
  skipped: Type.Integer(),
});

export const NoticeView = Type.Object({
  id: Type.String(),
  kind: Kind,
  subject_id: Type.String({ description: 'The report or maintenance' }),
  update_id: Type.String(),
  title: Type.String(),
  services: Type.Array(Type.String()),
  due_at: InstantText,
  expanded_at: {
    ...OptionalInstantText,
    description: 'When its recipients were all written; null: they are not yet',
  },
  created_at: InstantText,
  messages: StateCounts,
});
export type NoticeView = Static<typeof NoticeView>;

export const NoticesQuery = Type.Object(
  {
    ...PageQuery.properties,
    subject: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        description: 'Those of one report or maintenance',
      }),
    ),
  },
  { additionalProperties: false },
);
export type NoticesQuery = Static<typeof NoticesQuery>;

export const NoticePage = pageSchema(NoticeView);

export const MessageView = Type.Object({
  subscriber_id: Type.String(),
  channel: Channel,
  label: Type.Union([Type.String(), Type.Null()], { description: 'Null: erased' }),
  status: MessageState,
  reason: Type.Union([Type.String(), Type.Null()]),
  attempts: Type.Integer(),
  at: InstantText,
});
export type MessageView = Static<typeof MessageView>;

export const MessagesQuery = Type.Object(
  { ...PageQuery.properties, status: Type.Optional(MessageState) },
  { additionalProperties: false },
);
export type MessagesQuery = Static<typeof MessagesQuery>;

export const MessagePage = pageSchema(MessageView);

export const PreviewNoticeBody = Type.Object(
  {
    kind: Kind,
    title: NameText,
    body: Type.Optional(Type.String({ maxLength: 50_000, description: 'HTML or text' })),
    state: Type.Optional(Type.Enum(['investigating', 'identified', 'monitoring', 'resolved'])),
    statuses: Type.Optional(
      Type.Array(
        Type.Object(
          {
            service_id: Type.String({ minLength: 1, maxLength: 60 }),
            status: Type.Enum(['up', 'degraded', 'down']),
          },
          { additionalProperties: false },
        ),
        { maxItems: 200 },
      ),
    ),
    starts_at: Type.Optional({ ...InstantText, description: 'Now unless given' }),
    ends_at: Type.Optional({
      ...InstantText,
      description: 'Of a maintenance: an hour unless given',
    }),
    locale: Type.Optional(Type.Enum(['en', 'de'])),
  },
  { additionalProperties: false },
);
export type PreviewNoticeBody = Static<typeof PreviewNoticeBody>;

export const NoticePreview = Type.Object({
  recipients: Type.Object({
    email: Type.Integer(),
    webhook: Type.Integer(),
    slack: Type.Integer(),
  }),
  subject: Type.String(),
  text: Type.String(),
  html: Type.String(),
  slack: Type.Unknown({ description: 'The body that chats get' }),
});
export type NoticePreview = Static<typeof NoticePreview>;
