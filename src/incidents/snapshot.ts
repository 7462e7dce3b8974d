import { formatInstant, formatOptional } from '../kernel/time.ts';
import type { IncidentState, Responder } from './rules/incident.ts';

/** The fields that lists leave out: long, or of interest only with the whole incident. */
export type LongField = 'description' | 'impact' | 'rootCause' | 'resolution' | 'customFields';

/** An incident as lists read it. */
export type ListedIncident = Omit<IncidentState, LongField>;

/** What a list, the whole incident and its events have in common: snake_case, instants as text. */
export function listedFields(state: ListedIncident) {
  return {
    id: state.incidentId,
    progress: state.progress,
    status: state.status,
    severity: state.severity,
    title: state.title,
    labels: state.labels,
    responders: state.responders.length === 0 ? [] : state.responders.map(showResponder),
    creator: state.creator,
    closer: state.closer,
    closed_by: state.closedBy,
    on_recovery: state.onRecovery,
    triage: state.triage,
    merged_into: state.mergedInto,
    recurrence_of: state.recurrenceOf,
    snoozed_until: formatOptional(state.snoozedUntil),
    flagged_for_resolution_at: formatOptional(state.flaggedAt),
    started_at: formatInstant(state.startedAt),
    last_at: formatInstant(state.lastAt),
    ended_at: formatOptional(state.endedAt),
    acknowledged_at: formatOptional(state.acknowledgedAt),
    closed_at: formatOptional(state.closedAt),
    created_at: formatInstant(state.createdAt),
    updated_at: formatInstant(state.updatedAt),
    alert_count: state.alertCount,
    firing: {
      critical: state.firingCritical,
      high: state.firingHigh,
      medium: state.firingMedium,
      low: state.firingLow,
      info: state.firingInfo,
    },
    storm_level: state.stormLevel,
    silence_minutes: state.silenceMinutes,
  };
}

/**
 * The incident as an event carries it: the names of the API, with ids instead of what other tables
 * hold. Built for every event of the intake path, hence plain literals.
 */
export function snapshotOf(state: IncidentState) {
  return {
    ...listedFields(state),
    description: state.description,
    impact: state.impact,
    root_cause: state.rootCause,
    resolution: state.resolution,
    custom_fields: state.customFields,
    service_id: state.serviceId,
    integration_id: state.integrationId,
    dedup_key: state.dedupKey,
    rule_id: state.ruleId,
    group_key: state.groupKey,
    close_due_at: formatOptional(state.closeDueAt),
    // Its instant stays a number: nothing is made anew for what most events do not have.
    assignment: state.assignment,
    seq: state.seq,
  };
}

export type IncidentSnapshot = ReturnType<typeof snapshotOf>;

function showResponder(responder: Responder) {
  return {
    id: responder.id,
    person_id: responder.person_id,
    name: responder.name,
    email: responder.email,
    assigned_at: formatOptional(responder.assigned_at),
    acknowledged_at: formatOptional(responder.acknowledged_at),
  };
}
