import type { Actor } from '../../incidents/rules/incident.ts';
import { personBehind } from '../../incidents/rules/people.ts';
import { sha256Hex } from '../../kernel/hashing.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { type Instant, SECOND } from '../../kernel/time.ts';
import type {
  AlertEnvelope,
  AlertPayload,
  AssignmentPayload,
  Envelope,
  IncidentEnvelope,
  IncidentPayload,
  PersonPayload,
  ResponderPayload,
} from './payload.ts';
import type { PushedAlert, PushedIncident, PushedPerson, PushedResponder } from './snapshots.ts';
import { PROGRESS, SEVERITY, STATUS, seconds } from './wire-words.ts';

/** The event itself: its id is the same on every attempt, its time is unique in its incident. */
export interface EventFacts {
  readonly eventId: string;
  readonly eventType: string;
  readonly eventAt: Instant;
  readonly actor: Actor;
}

/** A tenant by its numeric id. */
export interface AccountFacts {
  readonly id: number;
  readonly name: string;
}

/** A service: Flashduty's channel. */
export interface ServiceFacts {
  readonly channelId: number;
  readonly name: string;
}

/** What an incident's payload names that other tables hold. */
export interface IncidentFacts {
  readonly account: AccountFacts;
  readonly service: ServiceFacts | null;
  /** Of the first alert's integration; null when a person opened the incident. */
  readonly dataSourceId: number | null;
  /** Where a person can look at the incident. */
  readonly detailUrl: string;
}

/** What an alert's payload names that other tables hold. */
export interface AlertFacts {
  readonly account: AccountFacts;
  readonly service: ServiceFacts | null;
  /** `format` becomes `data_source_type`; null when the integration is gone. */
  readonly integration: {
    readonly dataSourceId: number;
    readonly name: string;
    readonly format: string;
  } | null;
}

/**
 * The body of an incident's event (research, flashduty-openremedy §1.2): every field of the table,
 * those which only the examples show included, in the table's order. Pure: the same event gives the
 * same bytes.
 */
export function renderIncidentEvent(
  event: EventFacts,
  incident: PushedIncident,
  facts: IncidentFacts,
): IncidentEnvelope {
  return { ...renderEvent(event), incident: renderIncident(incident, facts) };
}

/**
 * The body for a custom action: the incident's, with its alerts inside (§3). Those carry neither
 * the names of service and integration nor the incident they stand in.
 */
export function renderActionEvent(
  event: EventFacts,
  incident: PushedIncident,
  facts: IncidentFacts,
  alerts: readonly PushedAlert[],
  factsOf: (alert: PushedAlert) => AlertFacts,
): IncidentEnvelope {
  const inside = alerts.map((alert) => renderAlert(alert, factsOf(alert), { inIncident: true }));
  return {
    ...renderEvent(event),
    incident: { ...renderIncident(incident, facts), alerts: inside },
  };
}

/**
 * The body of an alert's event (§2). After `a_close`, a person's doing, the alert keeps its status
 * and has no recovery time; any other resolved alert has recovered (§7).
 */
export function renderAlertEvent(
  event: EventFacts,
  alert: PushedAlert,
  facts: AlertFacts,
): AlertEnvelope {
  const closedByHand = event.eventType === 'a_close';
  return { ...renderEvent(event), alert: renderAlert(alert, facts, { closedByHand }) };
}

function renderEvent({ eventAt, eventType, eventId, actor }: EventFacts): Envelope {
  const byPerson = actor.type === 'person' || actor.type === 'operator';
  return {
    event_time: eventAt,
    event_type: eventType,
    event_id: eventId,
    ...(byPerson && { person: renderPerson(personBehind(actor)) }),
  };
}

function renderIncident(incident: PushedIncident, facts: IncidentFacts): IncidentPayload {
  const { creator, closer, assignment, responders } = incident;
  return {
    incident_id: incident.id,
    title: incident.title,
    detail_url: facts.detailUrl,
    description: incident.description,
    impact: incident.impact,
    root_cause: incident.root_cause,
    resolution: incident.resolution,
    incident_severity: SEVERITY[incident.severity],
    incident_status: STATUS[incident.status],
    progress: PROGRESS[incident.progress],
    ...timesOf(incident),
    ...labelsOf(incident),
    ...fieldsOf(incident),
    ...(creator && { creator: renderPerson(creator) }),
    ...(closer && { closer: renderPerson(closer) }),
    responders: responders.map(renderResponder),
    alert_cnt: incident.alert_count,
    channel_id: facts.service?.channelId ?? 0,
    channel_name: facts.service?.name ?? '',
    group_method: incident.group_key === null ? 'n' : 'p',
    account_id: facts.account.id,
    account_name: facts.account.name,
    creator_id: creator?.person_id ?? 0,
    responder_ids: responders.map(({ person_id }) => person_id),
    data_source_id: facts.dataSourceId ?? 0,
    dedup_key: incident.dedup_key ?? '',
    equals_md5: groupDigest(incident),
    num: incident.id.slice(-6).toUpperCase(),
    ...(assignment && { assigned_to: renderAssignment(assignment, responders) }),
  };
}

function timesOf(incident: PushedIncident) {
  return {
    created_at: seconds(incident.created_at),
    updated_at: seconds(incident.updated_at),
    start_time: seconds(incident.started_at),
    last_time: seconds(incident.last_at),
    end_time: seconds(incident.ended_at),
    ack_time: seconds(incident.acknowledged_at),
    close_time: seconds(incident.closed_at),
    snoozed_before: seconds(incident.snoozed_until),
  };
}

/** Labels of the first alert, were there none at all; by hand only those a person gave. */
function labelsOf({ labels, integration_id }: PushedIncident) {
  const byHand = integration_id === null;
  return byHand && Object.keys(labels).length === 0 ? {} : { labels: { ...labels } };
}

function fieldsOf({ custom_fields }: PushedIncident) {
  // Read from a JSON column, so it can hold nothing else.
  return Object.keys(custom_fields).length === 0 ? {} : { fields: custom_fields as JsonObject };
}

/**
 * Undocumented; by its name a digest of the values that alerts are grouped by, empty as in the
 * example where nothing is grouped. Here: 32 hex digits which two incidents share when the same
 * rule put the same values together.
 */
function groupDigest({ rule_id, group_key }: PushedIncident): string {
  return group_key === null ? '' : sha256Hex(`${rule_id ?? ''}:${group_key}`).slice(0, 32);
}

function renderPerson({ person_id, name, email }: PushedPerson): PersonPayload {
  return { person_id, person_name: name, email: email ?? '' };
}

function renderResponder(responder: PushedResponder): ResponderPayload {
  return {
    ...renderPerson(responder),
    assigned_at: seconds(responder.assigned_at),
    acknowledged_at: seconds(responder.acknowledged_at),
  };
}

function renderAssignment(
  { id, type, assigned_at }: NonNullable<PushedIncident['assignment']>,
  responders: readonly PushedResponder[],
): AssignmentPayload {
  // Whoever only acknowledged is a responder too, but nobody assigned them.
  const assigned = responders.filter((responder) => responder.assigned_at !== null);
  return {
    id,
    type,
    escalate_rule_id: '',
    escalate_rule_name: '',
    layer_idx: 0,
    assigned_at: Math.floor(assigned_at / SECOND),
    person_ids: assigned.map(({ person_id }) => person_id),
  };
}

function renderAlert(
  alert: PushedAlert,
  { account, service, integration }: AlertFacts,
  { inIncident = false, closedByHand = false },
): AlertPayload {
  const { incident } = alert;
  const resolvedAt = seconds(alert.resolved_at);
  const recovered = alert.status === 'resolved' && !closedByHand;
  return {
    alert_id: alert.id,
    data_source_id: integration?.dataSourceId ?? 0,
    ...(!inIncident && { data_source_name: integration?.name ?? '' }),
    data_source_type: integration?.format ?? '',
    channel_id: service?.channelId ?? 0,
    ...(!inIncident && { channel_name: service?.name ?? '' }),
    title: alert.title,
    title_rule: '',
    description: alert.description,
    alert_key: alert.dedup_key,
    alert_severity: SEVERITY[alert.severity],
    alert_status: recovered ? 'Ok' : SEVERITY[alert.severity],
    progress: alert.status === 'resolved' ? 'Closed' : 'Triggered',
    created_at: seconds(alert.first_seen_at),
    updated_at: Math.max(seconds(alert.last_seen_at), resolvedAt),
    start_time: seconds(alert.first_seen_at),
    last_time: seconds(alert.last_seen_at),
    end_time: recovered ? resolvedAt : 0,
    close_time: resolvedAt,
    labels: { ...alert.labels },
    event_cnt: alert.event_count,
    ...(incident &&
      !inIncident && { incident: { incident_id: incident.id, title: incident.title } }),
    account_id: account.id,
    account_name: account.name,
  };
}
