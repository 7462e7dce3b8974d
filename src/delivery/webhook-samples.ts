import type { AlertState } from '../alerts/rules/fold.ts';
import { listAlertRows } from '../incidents/alert-queries.ts';
import { type AlertSnapshot, alertSnapshotOf } from '../incidents/alert-snapshot.ts';
import { ALERT_COLUMNS } from '../incidents/columns.ts';
import { listIncidentRows } from '../incidents/list-queries.ts';
import { findIncident } from '../incidents/queries.ts';
import { type IncidentSnapshot, snapshotOf } from '../incidents/snapshot.ts';
import { formatInstant, type Instant, MINUTE } from '../kernel/time.ts';
import { fromRow } from '../store/columns.ts';
import type { Db } from '../store/connection.ts';

// What a test event is about: something of the tenant's own, or else an invented one.

/** The incident of that id, or without one the newest; undefined when there is none. */
export async function findIncidentToShow(
  db: Db,
  tenantId: string,
  incidentId: string | undefined,
): Promise<IncidentSnapshot | undefined> {
  const id = incidentId ?? (await newestIncidentId(db, tenantId));
  const state = id === undefined ? undefined : await findIncident(db, tenantId, id);
  return state && snapshotOf(state);
}

async function newestIncidentId(db: Db, tenantId: string): Promise<string | undefined> {
  const any = {
    progresses: null,
    severities: null,
    serviceId: null,
    text: null,
    labels: {},
    createdFrom: null,
    createdTo: null,
    flagged: null,
    snoozed: null,
    now: 0,
  };
  const page = { sort: 'newest', after: null, limit: 1 } as const;
  return (await listIncidentRows(db, tenantId, any, page))[0]?.incidentId;
}

/** The newest alert, of one incident or of all; undefined when there is none. */
export async function findAlertToShow(
  db: Db,
  tenantId: string,
  incident: { readonly id: string; readonly title: string } | null,
): Promise<AlertSnapshot | undefined> {
  const filter = {
    status: null,
    severities: null,
    serviceId: null,
    integrationId: null,
    incidentId: incident?.id ?? null,
    text: null,
  };
  const [row] = await listAlertRows(db, tenantId, filter, null, 1);
  if (!row) return undefined;
  const state = fromRow<AlertState>(ALERT_COLUMNS, row);
  return alertSnapshotOf(state, incident, state.status === 'firing' ? null : state.lastSeenAt);
}

const TITLE = 'Test event: checkout answers slowly';
const DESCRIPTION = 'Invented by the hub to try this webhook out.';
const LABELS = { service: 'checkout', environment: 'test' };

/** An incident for a tenant that has none yet. */
export function sampleIncident(now: Instant): IncidentSnapshot {
  const startedAt = formatInstant(now - 5 * MINUTE);
  const at = formatInstant(now);
  return {
    id: 'inc_00000000000000000000000000',
    progress: 'triggered',
    status: 'high',
    severity: 'high',
    title: TITLE,
    labels: LABELS,
    responders: [],
    creator: null,
    closer: null,
    closed_by: null,
    on_recovery: 'flag',
    triage: 'none',
    merged_into: null,
    recurrence_of: null,
    snoozed_until: null,
    flagged_for_resolution_at: null,
    started_at: startedAt,
    last_at: at,
    ended_at: null,
    acknowledged_at: null,
    closed_at: null,
    created_at: startedAt,
    updated_at: at,
    alert_count: 1,
    firing: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
    storm_level: 0,
    silence_minutes: 0,
    description: DESCRIPTION,
    impact: '',
    root_cause: '',
    resolution: '',
    custom_fields: {},
    service_id: null,
    integration_id: 'int_test',
    dedup_key: 'tocsin-test',
    rule_id: null,
    group_key: null,
    close_due_at: null,
    assignment: null,
    seq: 1,
  };
}

/** The same for an alert. */
export function sampleAlert(now: Instant): AlertSnapshot {
  return {
    id: 'alt_00000000000000000000000000',
    integration_id: 'int_test',
    dedup_key: 'tocsin-test',
    status: 'firing',
    severity: 'high',
    title: TITLE,
    description: DESCRIPTION,
    service_id: null,
    labels: LABELS,
    first_seen_at: formatInstant(now - 5 * MINUTE),
    last_seen_at: formatInstant(now),
    resolved_at: null,
    event_count: 3,
    incident: null,
  };
}
