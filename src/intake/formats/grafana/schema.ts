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

const anything = (title: string, description: string) =>
  Type.Optional(Type.Unknown({ title, description }));

const instant = (title: string, description: string) =>
  Type.Optional(Type.String({ title, description, format: 'date-time' }));

const alert = Type.Object({
  status: Type.Enum(['firing', 'resolved'], { title: 'Status', description: 'Of this alert.' }),
  labels: map('Labels', 'Kept as they are; service and severity are also read.'),
  annotations: map('Annotations', 'summary, description, runbook_url … are also read.'),
  startsAt: instant('Starts at', 'When the alert began to fire.'),
  endsAt: instant('Ends at', 'When it ended; ignored while it fires. Year 1 means not set.'),
  generatorURL: text('Rule', 'Address of the alert rule; may be relative.'),
  silenceURL: text('Silence', 'Where the alert can be silenced.'),
  dashboardURL: text('Dashboard', 'May be empty.'),
  panelURL: text('Panel', 'May be empty.'),
  imageURL: text('Image', 'A picture of the panel, where Grafana can take one.'),
  values: anything('Values', 'What the queries of the rule gave, by their letters.'),
  valueString: anything('Values as text', 'The same, as older versions write it.'),
  fingerprint: Type.Optional(
    Type.String({
      title: 'Fingerprint',
      description: 'Identity of the alert. Without it the labels are.',
      maxLength: 255,
    }),
  ),
});

/**
 * The body of a contact point of the type webhook (Grafana docs, "Configure webhook
 * notifications"), and that of the alerting before version 9, told apart by `alerts`. Only what is
 * used is checked.
 */
export const grafanaSchema = Type.Object(
  {
    alerts: Type.Optional(Type.Array(alert, { title: 'Alerts', maxItems: 10_000 })),
    externalURL: text('External address', 'Address of this Grafana.'),
    orgId: Type.Optional(
      Type.Number({ title: 'Organisation', description: 'Fingerprints differ by it only here.' }),
    ),
    truncatedAlerts: Type.Optional(
      Type.Number({ title: 'Truncated alerts', description: 'How many were left out.' }),
    ),
    ruleId: Type.Optional(
      Type.Union([Type.Number(), Type.String({ maxLength: 255 })], {
        title: 'Rule (before version 9)',
        description: 'Identity of the alert.',
      }),
    ),
    ruleName: text('Rule name (before version 9)', 'Becomes the title.'),
    ruleUrl: text('Rule address (before version 9)', 'Where the rule is.'),
    imageUrl: text('Image (before version 9)', 'A picture of the panel.'),
    state: text('State', 'Before version 9: alerting, no_data, ok, paused or pending.'),
    title: text('Title', 'Read where ruleName is missing.'),
    message: text('Message', 'Before version 9: the description.'),
    evalMatches: anything('Matches (before version 9)', 'The values that crossed the threshold.'),
    tags: anything('Tags (before version 9)', 'They become labels.'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Grafana webhook',
    description:
      'A notification of Grafana, with alerts or, before version 9, of one rule. ' +
      'Fields not listed here are ignored.',
  },
);

export type GrafanaAlert = Static<typeof alert>;
export type GrafanaPayload = Static<typeof grafanaSchema>;
