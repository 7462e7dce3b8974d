import { incidentIdOf } from '../incidents/incidents-context.ts';
import { notFound } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import type { Db } from '../store/connection.ts';
import type { DeliveryContext } from './delivery-context.ts';
import { alertFacts, incidentFacts } from './event-facts.ts';
import { type EventFacts, renderAlertEvent, renderIncidentEvent } from './rules/envelope.ts';
import { fillTemplate } from './rules/template.ts';
import { subjectOf } from './webhook-event-types.ts';
import {
  findAlertToShow,
  findIncidentToShow,
  sampleAlert,
  sampleIncident,
} from './webhook-samples.ts';
import type { TestWebhookBody } from './webhook-test-schemas.ts';

/** What an event would say. */
export interface Sample {
  /** The incident or alert. */
  readonly subjectId: string;
  readonly title: string;
  /** There was nothing of the tenant's own to tell of. */
  readonly invented: boolean;
  /** The standard body. */
  readonly standard: Json;
  /** What is sent: the template filled, where there is one for the type. */
  readonly body: Json;
}

/** The body as a real event of that type would have it. 404 for an incident that does not exist. */
export async function renderSample(
  tx: Db,
  context: Pick<DeliveryContext, 'caller' | 'publicUrl'>,
  template: Json | null,
  event: EventFacts,
  input: Pick<TestWebhookBody, 'incident_id'>,
): Promise<Sample> {
  const { tenantId } = context.caller;
  const wanted = input.incident_id === undefined ? undefined : incidentIdOf(input.incident_id);
  const own = await findIncidentToShow(tx, tenantId, wanted);
  if (!own && wanted !== undefined) throw notFound('The incident');
  if (subjectOf(event.eventType) === 'alert') {
    const found = await findAlertToShow(tx, tenantId, wanted === undefined ? null : (own ?? null));
    const alert = found ?? sampleAlert(event.eventAt);
    const facts = await alertFacts(tx, tenantId, alert);
    const standard = renderAlertEvent(event, alert, facts) as Json;
    const invented = found === undefined;
    return { subjectId: alert.id, title: alert.title, invented, standard, body: standard };
  }
  const incident = own ?? sampleIncident(event.eventAt);
  const facts = await incidentFacts(tx, tenantId, incident, context.publicUrl);
  const standard = renderIncidentEvent(event, incident, facts) as Json;
  const body = template === null ? standard : fillTemplate(template, standard);
  const { id: subjectId, title } = incident;
  return { subjectId, title, invented: own === undefined, standard, body };
}
