import { type Static, Type } from 'typebox';

const anything = (title: string, description: string) =>
  Type.Optional(Type.Unknown({ title, description }));

const event = Type.Object(
  {
    id: anything('Event id', 'The same event sent again has the same one.'),
    event_type: Type.String({
      title: 'Event type',
      description: 'incident.triggered, incident.acknowledged, incident.resolved …',
      maxLength: 255,
    }),
    occurred_at: anything('Occurred at', 'When it happened, ISO 8601.'),
    agent: anything('Agent', 'Who did it; summary is the name.'),
    data: anything('Data', 'The incident, note, status update or responder.'),
  },
  { title: 'Event', description: 'Webhooks version 3.' },
);

const message = Type.Object({
  id: anything('Message id', 'The same message sent again has the same one.'),
  event: anything('Event type (version 2)', 'incident.trigger, incident.acknowledge …'),
  type: anything('Event type (version 1)', 'The same.'),
  created_on: anything('Created on', 'When the incident changed, ISO 8601.'),
  incident: anything('Incident (version 2)', 'As it is now.'),
  data: anything('Data (version 1)', 'Holds the incident.'),
  log_entries: anything('Log entries (version 2)', 'Who did it, and the text of a note.'),
});

/**
 * PagerDuty's webhooks (PagerDuty developer docs, "Webhooks"): version 3 has `event`, versions 2
 * and 1 have `messages`. Only what is used is checked: event types are added over time.
 */
export const pagerdutySchema = Type.Object(
  {
    event: Type.Optional(event),
    messages: Type.Optional(
      Type.Array(message, {
        title: 'Messages',
        description: 'Webhooks versions 2 and 1.',
        maxItems: 1_000,
      }),
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'PagerDuty webhook',
    description: 'Version 3, 2 or 1. Fields not listed here are ignored.',
  },
);

export type PagerdutyEvent = Static<typeof event>;
export type PagerdutyMessage = Static<typeof message>;
export type PagerdutyPayload = Static<typeof pagerdutySchema>;
