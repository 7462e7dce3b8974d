import { type Static, Type } from 'typebox';
import { SEVERITIES } from '../kernel/severity.ts';
import { InstantText, NameText, OptionalInstantText, pageSchema } from './page-schemas.ts';
import { patchSchema } from './patching.ts';
import { OverlapSeconds, SecretText } from './secrets.ts';

const SeverityWord = Type.Enum([...SEVERITIES]);

const Expression = Type.String({ minLength: 1, maxLength: 1_000 });

/** Mapping of store/tables.ts. */
export const MappingSchema = Type.Object(
  {
    alerts: Type.Optional({ ...Expression, description: 'A list; each `item` is an alert' }),
    title: Expression,
    dedup_key: Type.Optional({ ...Expression, description: 'Default: the title' }),
    resolved: Type.Optional({ ...Expression, description: 'True when the alert is over' }),
    severity: Type.Optional(Expression),
    description: Type.Optional(Expression),
    service: Type.Optional(Expression),
    source: Type.Optional(Expression),
    link: Type.Optional(Expression),
    started_at: Type.Optional({ ...Expression, description: 'ISO 8601, or Unix time' }),
    ended_at: Type.Optional({ ...Expression, description: 'ISO 8601, or Unix time' }),
    labels: Type.Optional(
      Type.Record(Type.String(), Expression, {
        maxProperties: 32,
        propertyNames: { minLength: 1, maxLength: 64 },
      }),
    ),
  },
  {
    additionalProperties: false,
    description: 'Format mapped: CEL expressions over `body` and `item` that make alerts of it',
  },
);
export type MappingSchema = Static<typeof MappingSchema>;

const settingsProperties = {
  signature: Type.Enum(['required', 'optional', 'off'], {
    description:
      'Whether a request must be signed; one that is signed must be signed rightly. Default required',
  }),
  accept_api_key: Type.Boolean({
    description: 'Also take an API key (Bearer, Basic) or Standard Webhooks headers instead',
  }),
  default_service: Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: '\\S',
    description: 'Service of alerts that name none',
  }),
  severity_map: Type.Record(Type.String(), SeverityWord, {
    maxProperties: 64,
    propertyNames: { minLength: 1, maxLength: 64 },
    description: 'The sender’s words to severities, before the format’s own mapping',
  }),
  opens_incidents: Type.Array(SeverityWord, {
    uniqueItems: true,
    maxItems: SEVERITIES.length,
    description: 'Severities that open incidents; default: the format’s',
  }),
  on_recovery: Type.Enum(['flag', 'close'], {
    description: 'When all alerts of an incident recovered; default: the format’s',
  }),
  close_after_minutes: Type.Integer({
    minimum: 0,
    maximum: 7 * 24 * 60,
    description: 'Minutes from recovery to closing, with on_recovery close',
  }),
  duplicate_window_minutes: Type.Integer({
    minimum: 1,
    maximum: 366 * 24 * 60,
    description: 'CauseFlow: how long a sourceAlertId counts as seen; default: for ever',
  }),
  topic_arns: Type.Array(
    Type.String({ minLength: 1, maxLength: 1_024, pattern: '^arn:aws[a-z-]*:sns:' }),
    {
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      description: 'CloudWatch: topics it takes messages from; default: any that knows the URL',
    },
  ),
  mapping: MappingSchema,
  requests_per_minute: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    description: 'Cap over all senders together; default: none',
  }),
};

/** IntegrationSettings of store/tables.ts. */
export const IntegrationSettingsSchema = Type.Partial(
  Type.Object(settingsProperties, { additionalProperties: false }),
);

export const CreateIntegrationBody = Type.Object(
  {
    format: Type.String({ minLength: 1, maxLength: 64 }),
    name: NameText,
    secret: Type.Optional(SecretText),
    settings: Type.Optional(IntegrationSettingsSchema),
  },
  { additionalProperties: false },
);
export type CreateIntegrationBody = Static<typeof CreateIntegrationBody>;

export const UpdateIntegrationBody = Type.Object(
  {
    name: Type.Optional(NameText),
    settings: Type.Optional(patchSchema(settingsProperties)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type UpdateIntegrationBody = Static<typeof UpdateIntegrationBody>;

export const RotateIntegrationSecretBody = Type.Object(
  { overlap_seconds: Type.Optional(OverlapSeconds), secret: Type.Optional(SecretText) },
  { additionalProperties: false },
);
export type RotateIntegrationSecretBody = Static<typeof RotateIntegrationSecretBody>;

const properties = {
  id: Type.String(),
  format: Type.String(),
  name: Type.String(),
  implicit: Type.Boolean({ description: 'Addressed by its tenant; cannot be deleted' }),
  url: Type.Union([Type.String(), Type.Null()], {
    description: 'Null where it holds a key that is not shown here',
  }),
  has_secret: Type.Boolean(),
  tenant_signed: Type.Boolean({
    description: 'Signed with the tenant’s webhook secret, which is rotated on the tenant',
  }),
  previous_secret_expires_at: {
    ...OptionalInstantText,
    description: 'Until then the last secret is valid, too',
  },
  settings: IntegrationSettingsSchema,
  data_source_id: Type.Integer(),
  created_at: InstantText,
  updated_at: InstantText,
};

export const IntegrationView = Type.Object(properties);
export type IntegrationView = Static<typeof IntegrationView>;

export const IntegrationPage = pageSchema(IntegrationView);

/** A new integration; its secret is shown this once (null: it has none). */
export const NewIntegration = Type.Object({
  ...properties,
  url: Type.String(),
  key: Type.String(),
  secret: Type.Union([Type.String(), Type.Null()]),
});
export type NewIntegration = Static<typeof NewIntegration>;

/** The new secret, shown this once, and until when the last one is valid too (null: it is not). */
export const IntegrationSecretView = Type.Object({
  id: Type.String(),
  secret: Type.String(),
  previous_expires_at: OptionalInstantText,
  settings: IntegrationSettingsSchema,
});
export type IntegrationSecretView = Static<typeof IntegrationSecretView>;
