import type { EventOutcome, Format, Translation } from '../../format.ts';
import { regenError } from './errors.ts';
import { toEvent } from './event.ts';
import { type RegenPayload, regenSchema } from './schema.ts';

/** Fluidify Regen's generic webhook (seed 000; contracts, "Regen"). */
export const regen: Format = {
  name: 'regen',
  title: 'Generic webhook',
  auth: {
    kind: 'hmac',
    // The product's documentation names the first, its code reads the second.
    headers: ['x-regen-signature', 'x-webhook-signature'],
    prefix: 'required',
  },
  schema: regenSchema,
  policy: {
    onRecovery: 'flag',
    opens: ['critical', 'high', 'medium', 'low'],
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  toEvents,
  toReply: ({ events, warnings }) => ({
    status: 200,
    body: {
      source: 'generic',
      received: events.length,
      created: events.filter((event) => event.created).length,
      updated: events.filter((event) => !event.created).length,
      incidents_created: events.filter((event) => event.opened).length,
      alerts: events.map(toReplyAlert),
      ...(warnings.length > 0 && { warnings }),
    },
  }),
  toError: regenError,
};

function toEvents(payload: RegenPayload): Translation {
  const events =
    payload.alerts === undefined
      ? [toEvent(payload, '')]
      : payload.alerts.map((alert, at) => toEvent(alert, `/alerts/${at}`));
  return { events, warnings: [] };
}

function toReplyAlert(event: EventOutcome) {
  return {
    external_id: event.dedupKey,
    alert_id: event.alertId,
    incident_id: event.incidentId,
    status: event.status,
    action: event.action,
  };
}
