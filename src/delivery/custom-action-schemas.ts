import { type Static, Type } from 'typebox';
import { BulkError, BulkIncidents } from '../incidents/command-schemas.ts';
import { ServiceRef } from '../incidents/incident-schemas.ts';
import { NameText, pageSchema } from '../tenants/page-schemas.ts';
import {
  CaText,
  Enabled,
  HeaderMap,
  reachProperties,
  SecretGiven,
  TimeoutMs,
  UrlText,
  VerifyTls,
} from './webhook-schemas.ts';

const closed = { additionalProperties: false } as const;

/** What may be left out; null takes one back to its default. */
const optional = {
  service_id: Type.Optional(
    Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Null()], {
      description: 'Id or name: offered on incidents of this service. Null: on every incident',
    }),
  ),
  headers: Type.Optional(Type.Union([HeaderMap, Type.Null()])),
  verify_tls: Type.Optional(VerifyTls),
  ca: Type.Optional(Type.Union([CaText, Type.Null()])),
  timeout_ms: Type.Optional(Type.Union([TimeoutMs, Type.Null()])),
  enabled: Type.Optional(Enabled),
};

export const CreateActionBody = Type.Object(
  { name: NameText, url: UrlText, ...optional, secret: Type.Optional(SecretGiven) },
  closed,
);
export type CreateActionBody = Static<typeof CreateActionBody>;

export const UpdateActionBody = Type.Object(
  { name: Type.Optional(NameText), url: Type.Optional(UrlText), ...optional },
  { ...closed, minProperties: 1 },
);
export type UpdateActionBody = Static<typeof UpdateActionBody>;

const service = Type.Union([ServiceRef, Type.Null()], {
  description: 'Null: offered on every incident',
});

const properties = { ...reachProperties, service };

export const ActionView = Type.Object(properties);
export type ActionView = Static<typeof ActionView>;

export const ActionPage = pageSchema(ActionView);

/** A new action; its secret is shown this once. */
export const NewAction = Type.Object({ ...properties, secret: Type.String() });
export type NewAction = Static<typeof NewAction>;

/** The buttons of one incident: without what only admins see. */
export const IncidentActions = Type.Object({
  data: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), service, enabled: Type.Boolean() }),
  ),
});
export type IncidentActions = Static<typeof IncidentActions>;

export const RunActionBody = Type.Object(
  { action_id: Type.String({ minLength: 1, maxLength: 64 }) },
  closed,
);
export type RunActionBody = Static<typeof RunActionBody>;

/** What came of a run. */
export const ActionResult = Type.Object({
  delivery_id: Type.String(),
  outcome: Type.Enum(['delivered', 'dead', 'pending'], {
    description: 'pending: no answer yet; the delivery says what comes of it',
  }),
  status: Type.Union([Type.Integer(), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()], { description: 'A word for what went wrong' }),
  message: Type.Union([Type.String(), Type.Null()], {
    description: 'What the receiver says: `message` of its answer, or the answer’s beginning',
  }),
  duration_ms: Type.Union([Type.Integer(), Type.Null()]),
});
export type ActionResult = Static<typeof ActionResult>;

export const BulkRunActionBody = Type.Object(
  { incidents: BulkIncidents, ...RunActionBody.properties },
  closed,
);
export type BulkRunActionBody = Static<typeof BulkRunActionBody>;

/** What became of one incident of a bulk run. */
const BulkActionResult = Type.Object({
  id: Type.String(),
  ok: Type.Boolean({ description: 'False also where the receiver failed' }),
  run: Type.Optional(ActionResult),
  error: Type.Optional(BulkError),
});
export type BulkActionResult = Static<typeof BulkActionResult>;

export const BulkActionReply = Type.Object({ data: Type.Array(BulkActionResult) });
export type BulkActionReply = Static<typeof BulkActionReply>;
