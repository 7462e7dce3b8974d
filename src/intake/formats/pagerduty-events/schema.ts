import { type Static, Type } from 'typebox';

const anything = (title: string, description: string) =>
  Type.Optional(Type.Unknown({ title, description }));

const Key = (description: string) => Type.Optional(Type.String({ description }));

const DedupKey = (description: string) =>
  Type.Optional(
    Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 255, description }),
  );

const payload = Type.Object(
  {
    summary: Type.String({
      pattern: '\\S',
      description: 'Title of the alert; PagerDuty takes 1,024 characters',
    }),
    source: Type.String({ pattern: '\\S', description: 'What is affected, such as a host' }),
    severity: Type.Enum(['critical', 'error', 'warning', 'info']),
    timestamp: anything('Timestamp', 'When it began, ISO 8601.'),
    component: anything('Component', 'Becomes a label.'),
    group: anything('Group', 'Becomes a label.'),
    class: anything('Class', 'Becomes a label.'),
    custom_details: anything(
      'Details',
      'Scalars become annotations; service names the service; description is the description.',
    ),
  },
  { description: 'Needed by trigger' },
);

/**
 * PagerDuty's Events API, version 2 and version 1 (PagerDuty developer docs, "Events API"). Texts
 * that are too long are cut, since PagerDuty's clients do not expect to lose an alert for them.
 */
export const eventsSchema = Type.Object(
  {
    routing_key: Key('The key of the integration'),
    event_action: Type.Optional(Type.Enum(['trigger', 'acknowledge', 'resolve'])),
    dedup_key: DedupKey('Names the alert; made up for a trigger without one'),
    payload: Type.Optional(payload),
    client: anything('Client', 'Name of the monitoring system.'),
    client_url: anything('Address of the client', 'Becomes a link.'),
    links: anything('Links', 'A list with href and text.'),
    images: anything('Images', 'A list with src, href and alt; they become links.'),
    service_key: Key('Version 1: the key of the integration'),
    event_type: Type.Optional(Type.Enum(['trigger', 'acknowledge', 'resolve'])),
    incident_key: DedupKey('Version 1: names the alert'),
    description: anything('Description', 'Version 1: title of the alert, or the note.'),
    details: anything('Details', 'Version 1: as custom_details.'),
    contexts: anything('Contexts', 'Version 1: links and images, each with its type.'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'PagerDuty event',
    description: 'Events API version 2 or 1. Fields not listed here are ignored.',
  },
);

export type EventsPayload = Static<typeof eventsSchema>;
