import type { JsonObject } from '../../kernel/json.ts';

// The wire format of webhooks (research, flashduty-openremedy §1.2, §2, §3). Every time but
// `event_time` is in whole seconds, 0 when unset. Types, not interfaces: they are assignable to
// `Json`, which templates take.

/** Flashduty's three words for a severity. */
export type WireSeverity = 'Critical' | 'Warning' | 'Info';

/** A person; `email` is empty where none is known (API keys, the operator). */
export type PersonPayload = { person_id: number; person_name: string; email: string };

/** A responder: who, when assigned, when acknowledged. */
export type ResponderPayload = PersonPayload & { assigned_at: number; acknowledged_at: number };

/** The last assignment. There are no escalation rules here, so those fields stay empty. */
export type AssignmentPayload = {
  id: string;
  type: 'assign' | 'reassign' | 'reopen';
  escalate_rule_id: string;
  escalate_rule_name: string;
  layer_idx: number;
  assigned_at: number;
  person_ids: number[];
};

/** An incident in full, as of the event. */
export type IncidentPayload = {
  incident_id: string;
  title: string;
  detail_url: string;
  description: string;
  impact: string;
  root_cause: string;
  resolution: string;
  incident_severity: WireSeverity;
  incident_status: WireSeverity | 'Ok';
  progress: 'Triggered' | 'Processing' | 'Closed';
  created_at: number;
  updated_at: number;
  start_time: number;
  last_time: number;
  end_time: number;
  ack_time: number;
  close_time: number;
  snoozed_before: number;
  /** Absent when a person opened the incident and gave none. */
  labels?: { [key: string]: string };
  /** Custom fields; absent when none is set. */
  fields?: JsonObject;
  /** Only of an incident that a person opened. */
  creator?: PersonPayload;
  /** Only of an incident that a person closed. */
  closer?: PersonPayload;
  responders: ResponderPayload[];
  alert_cnt: number;
  /** 0: no service. */
  channel_id: number;
  channel_name: string;
  /** `p`: grouped by a rule, `n`: not grouped. */
  group_method: 'n' | 'p';
  account_id: number;
  account_name: string;
  creator_id: number;
  responder_ids: number[];
  data_source_id: number;
  dedup_key: string;
  equals_md5: string;
  num: string;
  /** Absent until somebody is assigned. */
  assigned_to?: AssignmentPayload;
  /** Custom actions only. */
  alerts?: AlertPayload[];
};

/** An alert in full, as of the event. Names and incident are left out inside an incident. */
export type AlertPayload = {
  alert_id: string;
  data_source_id: number;
  data_source_name?: string;
  data_source_type: string;
  channel_id: number;
  channel_name?: string;
  title: string;
  title_rule: string;
  description: string;
  alert_key: string;
  alert_severity: WireSeverity;
  alert_status: WireSeverity | 'Ok';
  progress: 'Triggered' | 'Closed';
  created_at: number;
  updated_at: number;
  start_time: number;
  last_time: number;
  end_time: number;
  close_time: number;
  labels: { [key: string]: string };
  event_cnt: number;
  incident?: { incident_id: string; title: string };
  account_id: number;
  account_name: string;
};

/** What every body starts with. */
export type Envelope = {
  /** Milliseconds. */
  event_time: number;
  event_type: string;
  /** The same on every attempt: receivers deduplicate by it. */
  event_id: string;
  /** Only when a person did it. */
  person?: PersonPayload;
};

/** The body of an incident's event. */
export type IncidentEnvelope = Envelope & { incident: IncidentPayload };

/** The body of an alert's event. */
export type AlertEnvelope = Envelope & { alert: AlertPayload };

/** Names of all members of a {@link PersonPayload}. */
export const PERSON_FIELDS: readonly string[] = ['person_id', 'person_name', 'email'];

// The compiler sees to it that none is missing.
const INCIDENT: Readonly<Record<keyof IncidentPayload, true>> = {
  incident_id: true,
  title: true,
  detail_url: true,
  description: true,
  impact: true,
  root_cause: true,
  resolution: true,
  incident_severity: true,
  incident_status: true,
  progress: true,
  created_at: true,
  updated_at: true,
  start_time: true,
  last_time: true,
  end_time: true,
  ack_time: true,
  close_time: true,
  snoozed_before: true,
  labels: true,
  fields: true,
  creator: true,
  closer: true,
  responders: true,
  alert_cnt: true,
  channel_id: true,
  channel_name: true,
  group_method: true,
  account_id: true,
  account_name: true,
  creator_id: true,
  responder_ids: true,
  data_source_id: true,
  dedup_key: true,
  equals_md5: true,
  num: true,
  assigned_to: true,
  alerts: true,
};

/** Names of all members that an {@link IncidentPayload} can have. */
export const INCIDENT_FIELDS: readonly string[] = Object.keys(INCIDENT);
