import { invalid } from '../../../kernel/errors.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import type { AlertCommand, Format, FormatContext, Translation } from '../../format.ts';
import { fittingKey, textIn } from '../fields.ts';
import { changes } from './change.ts';
import { triggerEvent } from './event.ts';
import { eventsError, eventsReply } from './replies.ts';
import { type EventsPayload, eventsSchema } from './schema.ts';
import { fromVersion1, isVersion1 } from './version-1.ts';

/**
 * PagerDuty's Events API for clients that were made for it (contracts, "Compatible endpoints"). What
 * PagerDuty calls a service is the integration: its key is the routing key.
 */
export const pagerdutyEvents: Format = {
  name: 'pagerduty-events',
  title: 'PagerDuty Events API',
  auth: { kind: 'key', place: { in: 'body', names: ['routing_key', 'service_key'] } },
  schema: eventsSchema,
  policy: {
    onRecovery: 'close',
    // Over there every event opens an incident.
    opens: SEVERITIES,
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  toEvents,
  changes,
  toReply: eventsReply,
  toError: eventsError,
};

const VERSION_1 = { action: '/event_type', content: '/description', key: '/incident_key' };
const VERSION_2 = { action: '/event_action', content: '/payload', key: '/dedup_key' };

function toEvents(given: EventsPayload, { newKey }: FormatContext): Translation {
  // Whoever may read occurrences is not to learn the key.
  const { routing_key: _, service_key: __, ...raw } = given;
  const isFirst = isVersion1(given);
  const sent = isFirst ? fromVersion1(given) : given;
  const names = isFirst ? VERSION_1 : VERSION_2;
  const warnings: string[] = [];
  const { event_action: action } = sent;
  if (action === undefined) throw missing(names.action, 'trigger, acknowledge or resolve');
  const dedupKey = keyIn(sent.dedup_key);
  if (action === 'trigger') {
    const { payload } = sent;
    if (payload === undefined) throw missing(names.content, 'what the alert says');
    return {
      events: [triggerEvent({ ...sent, payload }, dedupKey ?? newKey(), raw, warnings)],
      warnings,
    };
  }
  if (dedupKey === undefined) throw missing(names.key, `the key of the alert to ${action}`);
  if (action === 'resolve') return { events: [{ dedupKey, status: 'resolved', raw }], warnings };
  const command: AlertCommand = { dedupKey, type: 'acknowledge' };
  return { events: [], commands: [command], warnings };
}

function keyIn(value: unknown): string | undefined {
  const text = textIn(value);
  return text === undefined ? undefined : fittingKey(text);
}

function missing(pointer: string, expected: string) {
  return invalid(`${pointer.slice(1)} is missing.`, [{ pointer, expected, received: 'nothing' }]);
}
