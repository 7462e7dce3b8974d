import { isObject } from '../../../kernel/json.ts';
import { textIn } from '../fields.ts';
import type { EventsPayload } from './schema.ts';

/** Whether it is an event of the first Events API, which calls the same things by other names. */
export function isVersion1({ event_action, event_type, service_key }: EventsPayload): boolean {
  return event_action === undefined && (event_type !== undefined || service_key !== undefined);
}

/** The event in the words of version 2. It has no severity, and PagerDuty takes it as critical. */
export function fromVersion1(given: EventsPayload): EventsPayload {
  const { event_type, incident_key, description, details, client, client_url, contexts } = given;
  const summary = textIn(description);
  const listed = Array.isArray(contexts) ? contexts.filter(isObject) : [];
  const contextsOf = (type: string) => listed.filter((context) => context.type === type);
  return {
    ...(event_type !== undefined && { event_action: event_type }),
    ...(incident_key !== undefined && { dedup_key: incident_key }),
    ...(summary !== undefined && {
      payload: {
        summary,
        source: textIn(client) ?? 'PagerDuty Events API v1',
        severity: 'critical',
        custom_details: details,
      },
    }),
    client,
    client_url,
    links: contextsOf('link'),
    images: contextsOf('image'),
  };
}
