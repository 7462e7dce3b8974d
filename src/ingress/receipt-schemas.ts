import { type Static, Type } from 'typebox';
import { InstantText, PageQuery, pageSchema } from '../tenants/page-schemas.ts';

const Outcome = Type.Enum(['accepted', 'duplicate', 'refused']);
const NullableText = Type.Union([Type.String(), Type.Null()]);

export const ReceiptQuery = Type.Object(
  { ...PageQuery.properties, outcome: Type.Optional(Outcome) },
  { additionalProperties: false },
);
export type ReceiptQuery = Static<typeof ReceiptQuery>;

/** What became of one request of a sender. */
export const ReceiptView = Type.Object({
  id: Type.String(),
  received_at: InstantText,
  outcome: Outcome,
  status: Type.Integer({ description: 'HTTP status of the reply' }),
  code: NullableText,
  detail: NullableText,
  warnings: Type.Array(Type.String()),
  ip: NullableText,
  request_id: NullableText,
  headers: Type.Record(Type.String(), Type.String(), { description: 'Without credentials' }),
  body: Type.Union([Type.String(), Type.Null()], {
    description: 'The beginning of a refused body, for responders',
  }),
  body_bytes: Type.Integer(),
});
export type ReceiptView = Static<typeof ReceiptView>;

/** Requests and alert events of one minute. */
export const ReceiptMinute = Type.Object({
  minute: InstantText,
  accepted: Type.Integer(),
  duplicate: Type.Integer(),
  refused: Type.Integer(),
  events: Type.Integer(),
});
export type ReceiptMinute = Static<typeof ReceiptMinute>;

export const ReceiptPage = Type.Object({
  ...pageSchema(ReceiptView).properties,
  minutes: Type.Array(ReceiptMinute, { description: 'The last 60 minutes, oldest first' }),
});
export type ReceiptPage = Static<typeof ReceiptPage>;
