import { type Static, Type } from 'typebox';

const anything = (title: string, description: string) =>
  Type.Optional(Type.Unknown({ title, description }));

/**
 * Webhooks of Sentry's integration platform (Sentry docs, "Webhooks"). What `data` holds is said by
 * the header Sentry-Hook-Resource; only what is used is read, as resources are added over time.
 */
export const sentrySchema = Type.Object(
  {
    action: Type.String({
      title: 'Action',
      description: 'created, resolved, archived, triggered, critical …',
      maxLength: 255,
    }),
    data: anything('Data', 'issue, event, metric_alert or what else the resource says.'),
    actor: anything('Actor', 'Who did it; name is read.'),
    installation: anything('Installation', 'Which installation of the integration sends.'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Sentry webhook',
    description: 'A webhook of an internal or public integration. Other fields are ignored.',
  },
);

export type SentryPayload = Static<typeof sentrySchema>;
