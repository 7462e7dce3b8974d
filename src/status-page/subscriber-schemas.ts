import { type Static, Type } from 'typebox';
import {
  InstantText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';

export const Channel = Type.Enum(['email', 'webhook', 'slack'], {
  description: '`slack`: an incoming webhook of Slack, or of a chat that understands the same',
});

const Locale = Type.Enum(['en', 'de']);

const Services = Type.Union(
  [
    Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
      minItems: 1,
      maxItems: 200,
      uniqueItems: true,
    }),
    Type.Null(),
  ],
  { description: 'Ids of services the hub shows; null: the whole hub' },
);

const Address = Type.String({
  minLength: 1,
  maxLength: 2_000,
  description: 'E-mail address, or the URL of a webhook or chat',
});

export const MessageState = Type.Enum(['pending', 'sent', 'failed', 'skipped']);

export const SubscriberView = Type.Object({
  id: Type.String(),
  channel: Channel,
  address: Type.String({ description: 'For admins alone: it is personal data' }),
  label: Type.String({ description: 'The address, or the host of the URL' }),
  services: Type.Union([Type.Array(Type.String()), Type.Null()]),
  locale: Type.String(),
  state: Type.Enum(['unconfirmed', 'active', 'unsubscribed']),
  source: Type.Enum(['self', 'person', 'import']),
  confirmed_at: OptionalInstantText,
  confirmation_sent_at: OptionalInstantText,
  unsubscribed_at: OptionalInstantText,
  created_at: InstantText,
  last_message: Type.Union(
    [
      Type.Object({
        notice_id: Type.String(),
        status: MessageState,
        reason: Type.Union([Type.String(), Type.Null()]),
        attempts: Type.Integer(),
        at: InstantText,
      }),
      Type.Null(),
    ],
    { description: 'What it was told last, and how that went' },
  ),
});
export type SubscriberView = Static<typeof SubscriberView>;

export const SubscribersQuery = Type.Object(
  {
    ...PageQuery.properties,
    channel: Type.Optional(Channel),
    state: Type.Optional(Type.Enum(['unconfirmed', 'active', 'unsubscribed'])),
    service: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        description: 'Those who are told of the service',
      }),
    ),
    q: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Part of the address' }),
    ),
  },
  { additionalProperties: false },
);
export type SubscribersQuery = Static<typeof SubscribersQuery>;

export const SubscriberPage = pageSchema(SubscriberView);

const Counts = Type.Object({
  active: Type.Integer(),
  unconfirmed: Type.Integer(),
  unsubscribed: Type.Integer(),
});

export const SubscriberCounts = Type.Object({ email: Counts, webhook: Counts, slack: Counts });
export type SubscriberCounts = Static<typeof SubscriberCounts>;

export const CreateSubscriberBody = Type.Object(
  {
    channel: Channel,
    address: Address,
    services: Type.Optional(Services),
    locale: Type.Optional(Locale),
    confirmed: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'True: they have agreed elsewhere and are told from now on. Else they are asked to confirm',
      }),
    ),
  },
  { additionalProperties: false },
);
export type CreateSubscriberBody = Static<typeof CreateSubscriberBody>;

export const UpdateSubscriberBody = Type.Object(
  {
    services: Type.Optional(Services),
    locale: Type.Optional(Locale),
    unsubscribed: Type.Optional(
      Type.Literal(true, { description: 'Ends it; only they themselves subscribe again' }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type UpdateSubscriberBody = Static<typeof UpdateSubscriberBody>;

/** Lines of an import at most. */
export const MOST_LINES = 5_000;

export const ImportLine = Type.Object(
  {
    channel: Type.Optional(Channel),
    address: Address,
    services: Type.Optional(Services),
    locale: Type.Optional(Locale),
  },
  { additionalProperties: false },
);
export type ImportLine = Static<typeof ImportLine>;

export const ImportBody = Type.Object(
  {
    subscribers: Type.Optional(
      Type.Array(ImportLine, { minItems: 1, maxItems: MOST_LINES, description: 'This' }),
    ),
    csv: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'Or this: a header line with `address` and, if wanted, `channel`, `services` (ids, ' +
          'separated by spaces) and `locale`',
      }),
    ),
    ndjson: Type.Optional(
      Type.String({ minLength: 1, description: 'Or this: one JSON object a line' }),
    ),
  },
  { additionalProperties: false },
);
export type ImportBody = Static<typeof ImportBody>;

/** How a subscriber is erased. */
export const EraseSubscriberQuery = Type.Object(
  {
    suppress: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Keep a hash, so that no import and no person adds the address again',
      }),
    ),
  },
  { additionalProperties: false },
);

export const ImportResult = Type.Object({
  added: Type.Integer(),
  known: Type.Integer(),
  refused: Type.Integer(),
  lines: Type.Array(
    Type.Object({
      line: Type.Integer({ description: 'From 1; the header of CSV is not counted' }),
      result: Type.Enum(['added', 'confirmed', 'known', 'unsubscribed', 'suppressed', 'invalid']),
      id: Type.Union([Type.String(), Type.Null()]),
      reason: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type ImportResult = Static<typeof ImportResult>;
