import type { IncidentSnapshot } from '../incidents/snapshot.ts';
import { truncate } from '../kernel/text.ts';
import type { ToldIncident } from './rules/telling.ts';

/** Characters of a text that a notification carries. */
const MOST_TEXT = 600;

/** The part of an incident's snapshot that is told; `service` is its service's name. */
export function toldIncident(snapshot: IncidentSnapshot, service: string | null): ToldIncident {
  return {
    id: snapshot.id,
    title: snapshot.title,
    severity: snapshot.severity,
    description: truncate(snapshot.description.trim(), MOST_TEXT),
    service,
    startedAt: snapshot.started_at,
    alerts: snapshot.alert_count,
    responders: snapshot.responders.slice(0, 10).map(({ name }) => name),
    closedBy: snapshot.closed_by,
    resolution: truncate(snapshot.resolution.trim(), MOST_TEXT),
  };
}
