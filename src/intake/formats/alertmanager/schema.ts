import { type Static, Type } from 'typebox';

const map = (title: string, description: string) =>
  Type.Optional(
    Type.Unsafe<Record<string, string | number | boolean | null>>({
      type: 'object',
      title,
      description,
      additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    }),
  );

const text = (title: string, description: string) =>
  Type.Optional(Type.String({ title, description }));

const instant = (title: string, description: string) =>
  Type.Optional(Type.String({ title, description, format: 'date-time' }));

const alert = Type.Object({
  status: Type.Enum(['firing', 'resolved'], { title: 'Status', description: 'Of this alert.' }),
  labels: map('Labels', 'Kept as they are; service and severity are also read.'),
  annotations: map('Annotations', 'summary, description, runbook_url … are also read.'),
  startsAt: instant('Starts at', 'When the alert began to fire.'),
  endsAt: instant('Ends at', 'When it ended; ignored while it fires. Year 1 means not set.'),
  generatorURL: text('Generator', 'Address of what caused the alert.'),
  fingerprint: Type.Optional(
    Type.String({
      title: 'Fingerprint',
      description: 'Identity of the alert. Without it the labels are.',
      maxLength: 255,
    }),
  ),
});

/**
 * The body of Alertmanager's webhook receiver, version 4 (prometheus.io, "webhook_config"). Only
 * what is used is checked: newer versions may add fields.
 */
export const alertmanagerSchema = Type.Object(
  {
    alerts: Type.Array(alert, { title: 'Alerts', maxItems: 10_000 }),
    externalURL: text('External address', 'Address of the Alertmanager.'),
    truncatedAlerts: Type.Optional(
      Type.Number({
        title: 'Truncated alerts',
        description: 'How many were left out (max_alerts).',
      }),
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Alertmanager webhook',
    description: 'A notification of Alertmanager. Fields not listed here are ignored.',
  },
);

export type AlertmanagerPayload = Static<typeof alertmanagerSchema>;
