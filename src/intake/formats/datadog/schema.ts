import { type Static, Type } from 'typebox';

const field = (title: string, variable: string, description: string) =>
  Type.Optional(
    Type.Unsafe<string | number | boolean | null>({
      type: ['string', 'number', 'boolean', 'null'],
      title,
      description: `${variable}. ${description}`,
    }),
  );

/**
 * The payload of docs/sources/datadog.md, which people paste into Datadog's webhook; Datadog's own
 * default payload (Datadog docs, "Webhooks") is taken, too. All fields may be missing: people
 * change their templates, and an alert is never refused for it.
 */
export const datadogSchema = Type.Object(
  {
    alert_id: field('Monitor id', '$ALERT_ID', 'With the scope, the identity of the alert.'),
    alert_scope: field('Scope', '$ALERT_SCOPE', 'The tags of the group that alerts.'),
    alert_transition: field('Transition', '$ALERT_TRANSITION', 'Triggered, Recovered, Warn …'),
    alert_type: field('Alert type', '$ALERT_TYPE', 'error, warning, success or info.'),
    alert_priority: field('Priority', '$ALERT_PRIORITY', 'P1 to P5.'),
    alert_title: field('Monitor', '$ALERT_TITLE', 'Becomes the title.'),
    alert_status: field('Status', '$ALERT_STATUS', 'What was measured; an annotation.'),
    alert_metric: field('Metric', '$ALERT_METRIC', 'An annotation.'),
    alert_query: field('Query', '$ALERT_QUERY', 'An annotation.'),
    alert_cycle_key: field('Cycle', '$ALERT_CYCLE_KEY', 'One occurrence; an annotation.'),
    aggreg_key: field('Aggregation key', '$AGGREG_KEY', 'Identity where alert_id is missing.'),
    event_title: field('Event title', '$EVENT_TITLE', 'The title where alert_title is missing.'),
    text: field('Text', '$TEXT_ONLY_MSG', 'Becomes the description.'),
    hostname: field('Host', '$HOSTNAME', 'Becomes a label.'),
    service: field('Service', 'a text of yours', 'Goes before the tag service.'),
    tags: Type.Optional(
      Type.Unknown({ title: 'Tags', description: '$TAGS. Those with a value become labels.' }),
    ),
    link: field('Link', '$LINK', 'To the event.'),
    snapshot: field('Snapshot', '$SNAPSHOT', 'Address of a picture of the graph.'),
    last_updated: field('Last updated', '$LAST_UPDATED', 'Milliseconds since 1970.'),
    org_id: field('Organisation', '$ORG_ID', 'Keeps organisations apart.'),
    org_name: field('Organisation’s name', '$ORG_NAME', 'An annotation.'),
    title: field('Title', '$EVENT_TITLE', 'As Datadog’s default payload names it.'),
    body: field('Body', '$EVENT_MSG', 'As Datadog’s default payload names it.'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Datadog webhook',
    description: 'The template of the documentation. Fields not listed here are ignored.',
  },
);

export type DatadogPayload = Static<typeof datadogSchema>;
