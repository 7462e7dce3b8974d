import type { IncidentState } from '../incidents/rules/incident.ts';
import { readServiceNames, type ServiceNames } from '../incidents/service-refs.ts';
import { readSimilar } from '../incidents/similar-incidents.ts';
import { readToldAlerts, type ToldAlert } from '../incidents/told-alert-queries.ts';
import { isObject } from '../kernel/json.ts';
import { HOUR, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import { listServiceRows } from '../tenants/service-queries.ts';
import { type ChangeRow, listChangeRows } from './change-queries.ts';
import { LIMITS } from './rules/facts.ts';
import { MAX_KINDS } from './rules/is-material.ts';
import type {
  TriageAlert,
  TriageChange,
  TriageInput,
  TriageSimilar,
} from './rules/triage-input.ts';

/** What is read of an incident's alerts; a storm has thousands. */
const READING = {
  alerts: LIMITS.alerts,
  kinds: MAX_KINDS + 1,
  payloads: 20,
  payloadBytes: 256 * 1024,
};

/** Further changes of the hour are not looked at, nor further services of the tenant. */
const MOST_CHANGES = 200;
const MOST_SERVICES = 1_000;

/** Where senders put JSON of their own beside the alert: OpenRemedy, CauseFlow. */
const EVIDENCE = ['evidence', 'metadata'];

/** All that a triage of the incident looks at, and what kinds its alerts are of. */
export async function readInput(
  db: Db,
  incident: IncidentState,
  now: Instant,
): Promise<{ readonly input: TriageInput; readonly kinds: readonly string[] }> {
  const { tenantId, incidentId, serviceId, startedAt } = incident;
  const told = await readToldAlerts(db, tenantId, incidentId, READING);
  const ids = [serviceId, ...told.alerts.map((alert) => alert.serviceId)];
  const nameOf = await readServiceNames(db, tenantId, ids);
  const services = await listServiceRows(db, tenantId, null, MOST_SERVICES);
  const input: TriageInput = {
    incident: {
      title: incident.title,
      severity: incident.severity,
      service: nameOf(serviceId)?.name ?? null,
      labels: incident.labels,
      started_at: startedAt,
    },
    alerts: told.alerts.map((alert) => alertOf(alert, nameOf)),
    similar: await readPast(db, incident, now),
    changes: await readChanges(db, tenantId, startedAt),
    services: services.map(({ name }) => name),
  };
  return { input, kinds: told.kinds };
}

function alertOf(alert: ToldAlert, nameOf: ServiceNames): TriageAlert {
  const { alertId, serviceId, firstSeenAt, payload, ...rest } = alert;
  const { status, severity, title, description, labels, annotations } = rest;
  return {
    alert_id: alertId,
    status,
    severity,
    title,
    description,
    service: nameOf(serviceId)?.name ?? null,
    labels,
    annotations,
    evidence: evidenceIn(payload),
    raw: payload,
    first_seen_at: firstSeenAt.getTime(),
  };
}

function evidenceIn(payload: string | null): unknown {
  const parsed: unknown = payload === null ? null : JSON.parse(payload);
  if (!isObject(parsed)) return null;
  const key = EVIDENCE.find((name) => Object.hasOwn(parsed, name));
  return key === undefined ? null : parsed[key];
}

/** Only what is over can tell what resolved it. */
async function readPast(db: Db, incident: IncidentState, now: Instant): Promise<TriageSimilar[]> {
  const similar = await readSimilar(db, incident, now);
  return similar
    .filter(({ state }) => state.progress === 'closed')
    .map(({ state, likeness }) => ({
      incident_id: state.incidentId,
      title: state.title,
      score: Math.round(likeness.score * 100) / 100,
      root_cause: state.rootCause,
      resolution: state.resolution,
    }));
}

async function readChanges(db: Db, tenantId: string, startedAt: Instant) {
  const hour = { service: null, from: new Date(startedAt - HOUR), to: new Date(startedAt) };
  const rows = await listChangeRows(db, tenantId, hour, null, MOST_CHANGES);
  return rows.map(changeOf);
}

function changeOf(row: ChangeRow): TriageChange {
  const { change_id, title, service, environment, version, url } = row;
  const started_at = row.started_at.getTime();
  return { change_id, title, service, environment, version, started_at, url };
}
