import { type Static, Type } from 'typebox';
import {
  InstantText,
  OptionalInstantText,
  PageQuery,
  pageSchema,
} from '../tenants/page-schemas.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const NullableInteger = Type.Union([Type.Integer(), Type.Null()]);

/** What a list can be narrowed to; `failed`: retrying or dead. */
const OUTCOMES = ['delivered', 'retrying', 'dead', 'superseded', 'failed', 'pending'] as const;

const InstantQuery = Type.String({ maxLength: 40 });
const IdQuery = Type.String({ minLength: 1, maxLength: 64 });

const filters = {
  ...PageQuery.properties,
  from: Type.Optional({ ...InstantQuery, description: 'Attempted then or later (ISO 8601)' }),
  to: Type.Optional({ ...InstantQuery, description: 'Attempted before then (ISO 8601)' }),
  incident: Type.Optional({ ...IdQuery, description: 'Id of an incident' }),
  alert: Type.Optional({ ...IdQuery, description: 'Id of an alert, for events about alerts' }),
  event_type: Type.Optional(
    Type.String({ maxLength: 300, description: 'One or several, with commas between them' }),
  ),
  outcome: Type.Optional(
    Type.Enum([...OUTCOMES], {
      description: 'failed: retrying or dead. pending: what still waits, instead of attempts',
    }),
  ),
};

export const WebhookDeliveriesQuery = Type.Object(filters, { additionalProperties: false });
export type WebhookDeliveriesQuery = Static<typeof WebhookDeliveriesQuery>;

export const DeliveriesQuery = Type.Object(
  {
    ...filters,
    webhook: Type.Optional({
      ...IdQuery,
      description: 'Id of an outbound webhook or a custom action',
    }),
  },
  { additionalProperties: false },
);
export type DeliveriesQuery = Static<typeof DeliveriesQuery>;

const Requester = Type.Object({ type: Type.String(), id: NullableText, name: NullableText });

/** What a delivery and each of its attempts tell about the event. */
const eventProperties = {
  webhook: Type.Object({
    id: Type.String(),
    name: Type.Union([Type.String(), Type.Null()], { description: 'Null once it is deleted' }),
  }),
  webhook_type: Type.Enum(['incident', 'alert']),
  event_id: Type.String(),
  event_type: Type.String(),
  event_at: InstantText,
  ref_id: Type.String({ description: 'The incident or alert' }),
  origin: Type.Enum(['event', 'replay', 'test', 'action']),
  requested_by: Type.Union([Requester, Type.Null()], {
    description: 'Who asked for a replay, a test or an action',
  }),
  next_attempt_at: Type.Union([InstantText, Type.Null()], { description: 'Not before then' }),
};

const resultProperties = {
  status: Type.Union([Type.Integer(), Type.Null()], { description: 'HTTP status, if one came' }),
  error: Type.Union([Type.String(), Type.Null()], { description: 'A word for what went wrong' }),
  detail: NullableText,
};

/** One row of the invocation history: an attempt, or a delivery that waits. */
export const DeliveryRowView = Type.Object({
  delivery_id: Type.String(),
  ...eventProperties,
  url: Type.Union([Type.String(), Type.Null()], {
    description: 'Where it was sent; the path is for admins. Null before the first attempt',
  }),
  attempt: Type.Integer({ description: 'From 1; of a waiting delivery, attempts made so far' }),
  outcome: Type.Enum(['delivered', 'retrying', 'dead', 'superseded', 'pending']),
  ...resultProperties,
  duration_ms: NullableInteger,
  attempted_at: OptionalInstantText,
});
export type DeliveryRowView = Static<typeof DeliveryRowView>;

export const DeliveryPage = pageSchema(DeliveryRowView);

const HeaderMap = Type.Record(Type.String(), Type.String());

/** One attempt with what was sent and what came back. */
export const AttemptView = Type.Object({
  attempt: Type.Integer(),
  attempted_at: InstantText,
  outcome: Type.Enum(['delivered', 'retrying', 'dead', 'superseded']),
  ...resultProperties,
  duration_ms: Type.Integer(),
  next_attempt_at: OptionalInstantText,
  request: Type.Object({
    url: Type.String({ description: 'The path is for admins' }),
    headers: { ...HeaderMap, description: 'Values of configured headers are hidden' },
  }),
  response: Type.Union([Type.Object({ headers: HeaderMap, body: NullableText }), Type.Null()], {
    description: 'Null when none came. The body is its beginning',
  }),
});
export type AttemptView = Static<typeof AttemptView>;

/** A delivery with everything that was tried. */
export const DeliveryDetail = Type.Object({
  id: Type.String(),
  state: Type.Enum(['pending', 'delivered', 'dead', 'superseded', 'cancelled'], {
    description: 'cancelled: its webhook was deleted before it arrived',
  }),
  ...eventProperties,
  request_body: Type.Union([Type.String(), Type.Null()], {
    description: 'The bytes that are sent, at most 64 KiB of them; null once they are dropped',
  }),
  request_body_bytes: NullableInteger,
  attempts: Type.Array(AttemptView, { description: 'Oldest first' }),
});
export type DeliveryDetail = Static<typeof DeliveryDetail>;
