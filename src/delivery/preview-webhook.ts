import { incidentIdOf } from '../incidents/incidents-context.ts';
import { invalid } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import type { Db } from '../store/connection.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { renderSample } from './render-sample.ts';
import { emptyPaths, unknownPaths } from './rules/template.ts';
import { requireUsable } from './webhook-checks.ts';
import { INCIDENT_EVENT_TYPES, subjectOf } from './webhook-event-types.ts';
import { findIncidentToShow } from './webhook-samples.ts';
import type { PreviewWebhookBody, WebhookPreview } from './webhook-test-schemas.ts';

/** In place of the id that a real event gets. */
const SAMPLE_EVENT_ID = 'evt_00000000000000000000000000';

/**
 * What a webhook with this template would send, shown on an incident of the tenant's; nothing is
 * sent or kept. 422 for a template that cannot be used and an incident that does not exist.
 */
export function previewWebhook(
  context: DeliveryContext,
  input: PreviewWebhookBody,
): Promise<WebhookPreview> {
  requireScope(context, 'admin');
  requireUsable(context, { template: input.template });
  const { actor } = context.caller;
  const eventType = input.event_type ?? INCIDENT_EVENT_TYPES[0];
  const event = { eventId: SAMPLE_EVENT_ID, eventType, eventAt: context.clock(), actor };
  const template = (input.template ?? null) as Json | null;
  return readVerb(context, async (db) => {
    await requireIncident(db, context.caller.tenantId, input.incident_id);
    const sample = await renderSample(db, context, template, event, input);
    const { subjectId, title, invented, standard, body } = sample;
    const filled = template !== null && subjectOf(eventType) === 'incident' ? template : null;
    const unknown = filled === null ? [] : unknownPaths(filled);
    const empty = filled === null ? [] : emptyPaths(filled, standard);
    return {
      event_type: eventType,
      subject: invented ? null : { id: subjectId, title },
      body,
      standard,
      unknown,
      empty: empty.filter((path) => !unknown.includes(path)),
    };
  });
}

async function requireIncident(db: Db, tenantId: string, id: string | undefined): Promise<void> {
  if (id === undefined || (await findIncidentToShow(db, tenantId, incidentIdOf(id)))) return;
  throw invalid('There is no such incident.', [
    { pointer: '/incident_id', expected: 'the id of an incident', received: id },
  ]);
}
