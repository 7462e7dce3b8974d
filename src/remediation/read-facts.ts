import type { IncidentState } from '../incidents/rules/incident.ts';
import { readServiceNames } from '../incidents/service-refs.ts';
import { readToldAlerts, type ToldAlert } from '../incidents/told-alert-queries.ts';
import { isObject } from '../kernel/json.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import type { RecipeFacts } from '../recipes/rules/facts.ts';
import type { Db } from '../store/connection.ts';
import { findTriagedType } from './proposal-queries.ts';
import { hostIn, hostName } from './rules/targets.ts';

/** What is read of an incident's alerts; a storm has thousands. */
const READING = { alerts: 20, kinds: 1, payloads: 5, payloadBytes: 256 * 1024 };

/** Where senders put JSON of their own beside the alert: OpenRemedy, CauseFlow. */
const EVIDENCE = ['evidence', 'metadata'] as const;

/** What recipes are asked about an incident: itself, and its worst alert that still fires. */
export async function readFacts(db: Db, incident: IncidentState): Promise<RecipeFacts> {
  const { tenantId, incidentId, serviceId, labels } = incident;
  const { alerts } = await readToldAlerts(db, tenantId, incidentId, READING);
  const [lead] = alerts.toSorted((one, other) => rankOf(one) - rankOf(other));
  const nameOf = await readServiceNames(db, tenantId, [serviceId]);
  const triaged = await findTriagedType(db, tenantId, incidentId);
  const evidence = evidenceIn(lead?.payload ?? null);
  return {
    incident: {
      title: incident.title,
      severity: incident.severity,
      service: nameOf(serviceId)?.name ?? null,
      labels,
      // The sender's own word before what triage made of it.
      incident_type: lead?.labels.incident_type ?? labels.incident_type ?? triaged,
    },
    alert: {
      title: lead?.title ?? incident.title,
      description: lead?.description ?? incident.description,
      labels: lead?.labels ?? labels,
      annotations: lead?.annotations ?? {},
      evidence,
    },
    host: hostIn(lead?.labels ?? labels) ?? hostIn(lead?.annotations ?? {}) ?? hostOf(evidence),
  };
}

function rankOf({ status, severity }: ToldAlert): number {
  const rank = SEVERITIES.indexOf(severity);
  return (status === 'firing' ? 0 : 100) + rank;
}

function evidenceIn(payload: string | null): Readonly<Record<string, unknown>> {
  const parsed: unknown = payload === null ? null : JSON.parse(payload);
  if (!isObject(parsed)) return {};
  const found = EVIDENCE.map((name) => parsed[name]).find(isObject);
  return found ?? {};
}

function hostOf(evidence: Readonly<Record<string, unknown>>): string | null {
  const given = evidence.hostname ?? evidence.host;
  return typeof given === 'string' ? hostName(given) : null;
}
