import { type Static, Type } from 'typebox';

const map = (title: string, description: string) =>
  Type.Unsafe<Record<string, string | number | boolean>>({
    type: 'object',
    title,
    description,
    maxProperties: 64,
    propertyNames: { maxLength: 128 },
    additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 2048 },
  });

const instant = (title: string, description: string) =>
  Type.String({ title, description, format: 'date-time', examples: ['2024-01-15T10:30:00Z'] });

const fields = {
  title: Type.String({
    title: 'Title',
    description: 'What is wrong, in one line. Shown in lists and in chat.',
    minLength: 1,
    maxLength: 500,
    examples: ['Redis memory usage above 90%'],
  }),
  description: Type.Optional(
    Type.String({
      title: 'Description',
      description: 'Details for whoever responds.',
      maxLength: 5000,
    }),
  ),
  severity: Type.Optional(
    Type.Enum(['critical', 'warning', 'info'], {
      title: 'Severity',
      description: 'How bad it is. An alert of severity info opens no incident.',
      default: 'warning',
    }),
  ),
  status: Type.Optional(
    Type.Enum(['firing', 'resolved'], {
      title: 'Status',
      description: 'Send the same external_id with resolved when the problem is over.',
      default: 'firing',
    }),
  ),
  external_id: Type.Optional(
    Type.String({
      title: 'External id',
      description:
        'Your stable name for this alert: the same external_id updates the same alert. ' +
        'Without it, alerts with equal title and labels are the same.',
      minLength: 1,
      maxLength: 255,
      examples: ['redis-memory-alert-001'],
    }),
  ),
  source: Type.Optional(
    Type.String({ title: 'Source', description: 'Name of the sending system.', maxLength: 255 }),
  ),
  labels: Type.Optional(
    map('Labels', 'Facts to filter and route by. The label service names the service concerned.'),
  ),
  annotations: Type.Optional(
    map('Annotations', 'More information, for example addresses of a runbook and a dashboard.'),
  ),
  started_at: Type.Optional(
    instant('Started at', 'When the problem began, with offset. Default: when the request came.'),
  ),
  ended_at: Type.Optional(
    instant('Ended at', 'When the problem ended, with offset. Only with status resolved.'),
  ),
};

const alert = Type.Object(fields, {
  title: 'Alert',
  description: 'One alert. Fields not listed here are ignored.',
});

const batch = Type.Object(
  {
    alerts: Type.Array(alert, {
      title: 'Alerts',
      description: 'Stored together: if one is not valid, none is taken.',
      minItems: 1,
      maxItems: 100,
    }),
  },
  { title: 'Batch of alerts' },
);

const single = Type.Object(
  { ...fields, alerts: Type.Optional(Type.Never()) },
  { title: 'Single alert', description: 'One alert without the array around it.' },
);

/** What `POST /api/v1/webhooks/generic` takes; served at `…/generic/schema` as it is (seed 000). */
export const regenSchema = Type.Union([batch, single], {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Generic webhook',
  description:
    'Alerts from any tool or script: 1 to 100 in "alerts", or a single one as the body itself. ' +
    'Only "title" is required.',
});

export type RegenAlert = Static<typeof alert>;
export type RegenPayload = Static<typeof regenSchema>;
