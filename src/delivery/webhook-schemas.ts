import { type Static, Type } from 'typebox';
import { ServiceRef } from '../incidents/incident-schemas.ts';
import { InstantText, NameText, OptionalInstantText, pageSchema } from '../tenants/page-schemas.ts';
import { OverlapSeconds } from '../tenants/secrets.ts';
import { DELIVERY_LIMITS, PRESETS } from './presets.ts';
import { PUSHED_TYPES } from './webhook-event-types.ts';

const closed = { additionalProperties: false } as const;

function nullable<T extends Parameters<typeof Type.Union>[0][number]>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

// What a destination of either kind is reached by.
export const UrlText = Type.String({
  minLength: 1,
  maxLength: 2_048,
  description: 'https:// or http://, without user and password',
});
export const HeaderMap = Type.Record(Type.String(), Type.String({ maxLength: 8_192 }), {
  maxProperties: 20,
  propertyNames: { minLength: 1, maxLength: 256 },
  description: 'Sent with every request, 8 KiB at most. Values are shown as … and … keeps one',
});
export const CaText = Type.String({
  minLength: 1,
  maxLength: 65_536,
  description: 'Certificates (PEM) that are trusted beside the well-known ones',
});
export const TimeoutMs = Type.Integer({
  ...DELIVERY_LIMITS.timeout_ms,
  description: 'Deadline of an attempt, in milliseconds',
});
export const SecretGiven = Type.String({
  maxLength: 200,
  description: 'Signs the requests; whsec_ and 24 to 64 bytes in base64. Generated unless given',
});
export const VerifyTls = Type.Boolean({ description: 'Check certificates. Default true' });
export const Enabled = Type.Boolean({ description: 'Default true' });

const EventTypes = Type.Union(
  [Type.Literal('*'), Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 64 })],
  { description: `* for all, or some of ${PUSHED_TYPES.join(', ')}` },
);

const Retry = Type.Object(
  {
    max_attempts: Type.Optional(Type.Integer(DELIVERY_LIMITS.max_attempts)),
    delays_s: Type.Optional(
      Type.Array(Type.Integer(DELIVERY_LIMITS.retry_delays_s), {
        minItems: 1,
        maxItems: DELIVERY_LIMITS.max_attempts.maximum - 1,
        description: 'Seconds between attempts, ±20 %; the last one repeats',
      }),
    ),
  },
  { ...closed, minProperties: 1 },
);

const Preset = Type.Enum(['default', 'flashduty'], {
  description: 'Gives timeout_ms, max_in_flight, order and retry where they are not given',
});

/** What may be left out; null takes one back to its default. */
const optional = {
  services: Type.Optional(
    nullable(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        minItems: 1,
        maxItems: 100,
        description: 'Ids or names: only what belongs to one of them. Null: everything',
      }),
    ),
  ),
  headers: Type.Optional(nullable(HeaderMap)),
  verify_tls: Type.Optional(VerifyTls),
  ca: Type.Optional(nullable(CaText)),
  template: Type.Optional(
    Type.Unknown({
      description: 'JSON body with {{variables}} for events of incidents. Null: the standard body',
    }),
  ),
  preset: Type.Optional(Preset),
  timeout_ms: Type.Optional(nullable(TimeoutMs)),
  max_in_flight: Type.Optional(
    nullable(
      Type.Integer({
        ...DELIVERY_LIMITS.max_in_flight,
        description: 'Requests under way at once, from each hub',
      }),
    ),
  ),
  order: Type.Optional(
    nullable(
      Type.Enum(['strict', 'latest', 'none'], {
        description:
          'strict: one after another within an incident; latest: the same, and a newer event ' +
          'replaces those that wait; none: no order',
      }),
    ),
  ),
  retry: Type.Optional(nullable(Retry)),
  enabled: Type.Optional(Enabled),
};

export const CreateWebhookBody = Type.Object(
  {
    name: NameText,
    url: UrlText,
    event_types: EventTypes,
    ...optional,
    secret: Type.Optional(SecretGiven),
  },
  closed,
);
export type CreateWebhookBody = Static<typeof CreateWebhookBody>;

export const UpdateWebhookBody = Type.Object(
  {
    name: Type.Optional(NameText),
    url: Type.Optional(UrlText),
    event_types: Type.Optional(EventTypes),
    ...optional,
  },
  { ...closed, minProperties: 1 },
);
export type UpdateWebhookBody = Static<typeof UpdateWebhookBody>;

export const RotateSecretBody = Type.Object(
  { overlap_seconds: Type.Optional(OverlapSeconds), secret: Type.Optional(SecretGiven) },
  closed,
);
export type RotateSecretBody = Static<typeof RotateSecretBody>;

/** How a destination is doing. */
export const HealthView = Type.Object({
  state: Type.Enum(['ok', 'failing', 'paused', 'disabled'], {
    description: 'paused: nothing is sent until then; disabled: not until it is enabled',
  }),
  since: OptionalInstantText,
  until: OptionalInstantText,
  reason: nullable(Type.String()),
});
export type HealthView = Static<typeof HealthView>;

/** What both kinds of destinations show of themselves. */
export const reachProperties = {
  id: Type.String(),
  name: Type.String(),
  url: Type.String(),
  headers: Type.Record(Type.String(), Type.String(), { description: 'Values are not shown' }),
  verify_tls: Type.Boolean(),
  ca: nullable(Type.String()),
  timeout_ms: Type.Integer(),
  enabled: Type.Boolean(),
  health: HealthView,
  warnings: Type.Array(Type.String(), { description: 'What works, but may not be meant' }),
  created_at: InstantText,
  updated_at: InstantText,
};

const properties = {
  ...reachProperties,
  event_types: Type.Union([Type.Literal('*'), Type.Array(Type.String())]),
  services: nullable(Type.Array(ServiceRef)),
  template: Type.Unknown(),
  preset: Type.Enum(Object.keys(PRESETS) as (keyof typeof PRESETS)[]),
  max_in_flight: Type.Integer(),
  order: Type.Enum(['strict', 'latest', 'none']),
  retry: Type.Object({ max_attempts: Type.Integer(), delays_s: Type.Array(Type.Integer()) }),
  pending: Type.Integer({ description: 'Deliveries that wait' }),
  next_attempt_at: {
    ...OptionalInstantText,
    description: 'When the first of those is sent, at the earliest',
  },
  last_day: Type.Object(
    {
      attempts: Type.Integer(),
      delivered: Type.Integer(),
      p95_ms: Type.Union([Type.Integer(), Type.Null()]),
    },
    { description: 'Of the last 24 hours, the newest 2,000 attempts at most' },
  ),
  previous_secret_expires_at: {
    ...OptionalInstantText,
    description: 'Until then requests are signed with the last secret, too',
  },
};

export const WebhookView = Type.Object(properties);
export type WebhookView = Static<typeof WebhookView>;

export const WebhookPage = pageSchema(WebhookView);

/** A new webhook; its secret is shown this once. */
export const NewWebhook = Type.Object({ ...properties, secret: Type.String() });
export type NewWebhook = Static<typeof NewWebhook>;

/** The new secret, shown this once, and until when the last one signs too (null: it does not). */
export const SecretView = Type.Object({
  id: Type.String(),
  secret: Type.String(),
  previous_expires_at: OptionalInstantText,
});
export type SecretView = Static<typeof SecretView>;
