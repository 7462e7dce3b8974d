import type { AlertState } from '../alerts/rules/fold.ts';
import { formatInstant, formatOptional, type Instant } from '../kernel/time.ts';

/** The incident an alert belongs to, as its events name it. */
export interface IncidentRef {
  readonly id: string;
  readonly title: string;
}

/**
 * An alert as its events carry it (`alert_outbox.snapshot`): snake_case, instants as text, ids
 * instead of what other tables hold.
 */
export interface AlertSnapshot {
  readonly id: string;
  readonly integration_id: string;
  readonly dedup_key: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly title: string;
  readonly description: string;
  readonly service_id: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  /** When it resolved, by our clock; null while it fires. */
  readonly resolved_at: string | null;
  readonly event_count: number;
  readonly incident: IncidentRef | null;
}

/** The alert as it is now; `resolvedAt` is null while it fires. */
export function alertSnapshotOf(
  state: AlertState,
  incident: IncidentRef | null,
  resolvedAt: Instant | null,
): AlertSnapshot {
  return {
    id: state.alertId,
    integration_id: state.integrationId,
    dedup_key: state.dedupKey,
    status: state.status,
    severity: state.severity,
    title: state.title,
    description: state.description,
    service_id: state.serviceId,
    labels: JSON.parse(state.labels),
    first_seen_at: formatInstant(state.firstSeenAt),
    last_seen_at: formatInstant(state.lastSeenAt),
    resolved_at: formatOptional(resolvedAt),
    event_count: state.eventCount,
    incident,
  };
}
