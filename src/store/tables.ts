import type { ColumnType, Generated } from 'kysely';
import type { Severity } from '../kernel/severity.ts';
import type { RecipeTables } from './recipe-tables.ts';
import type { RemediationTables } from './remediation-tables.ts';
import type { StatusTables } from './status-tables.ts';
import type { TriageTables } from './triage-tables.ts';

// The tables of migrations/*.sql for Kysely. `bigint` columns are read as numbers (ids of ours are
// below 2^48), `timestamptz` as Date.

type Json<T> = ColumnType<T, string, string>;
/** Has a default in the database, so inserts may leave it out. */
type JsonDefault<T> = ColumnType<T, string | undefined, string>;

export interface TenantSettings {
  /** Services are created when an alert names a new one. Default true. */
  readonly services_on_mention?: boolean;
  /** Minutes after a person's close in which a repeat opens nothing. Default 10. */
  readonly quiet_period_minutes?: number;
  /** Minutes in which a re-fire reopens what the sender's recovery closed. Default 10. */
  readonly reopen_window_minutes?: number;
  /** Alert counts at which an incident is called a storm, ascending. Default 20, 100, 500. */
  readonly storm_thresholds?: readonly number[];
  /** Alerts go to the operator's model, where there is one, for their triage. Default true. */
  readonly triage_model?: boolean;
}

/** CEL expressions over `body` and `item` (decision on mappings); absent: the field stays empty. */
export interface Mapping {
  /** A list, each `item` of which is an alert; absent: the body is one alert. */
  readonly alerts?: string;
  readonly title: string;
  /** Absent: the title. */
  readonly dedup_key?: string;
  /** True when the alert is over. */
  readonly resolved?: string;
  readonly severity?: string;
  readonly description?: string;
  readonly service?: string;
  readonly source?: string;
  readonly link?: string;
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface IntegrationSettings {
  /** `required`: a valid signature or accepted credential; `optional`: checked when present. */
  readonly signature?: 'required' | 'optional' | 'off';
  /** Also accept an API key (Bearer or Basic) or Standard Webhooks headers instead. */
  readonly accept_api_key?: boolean;
  /** Name of the service for alerts that name none. */
  readonly default_service?: string;
  /** The sender's words to our severities, checked before the format's own mapping. */
  readonly severity_map?: Readonly<Record<string, Severity>>;
  readonly opens_incidents?: readonly Severity[];
  readonly on_recovery?: 'flag' | 'close';
  readonly close_after_minutes?: number;
  /** CauseFlow: how long a sourceAlertId counts as seen; absent: for ever. */
  readonly duplicate_window_minutes?: number;
  /** CloudWatch: the topics it takes messages from; absent: any that knows the URL. */
  readonly topic_arns?: readonly string[];
  /** Mapped: how any JSON becomes alerts. */
  readonly mapping?: Mapping;
  /** Requests a minute from all senders together; absent: no cap. */
  readonly requests_per_minute?: number;
}

export interface RuleActions {
  readonly service?: string;
  readonly severity?: Severity;
  readonly suppress?: boolean;
  /** Fields whose values make the group; empty: every alert its own incident. */
  readonly group_by?: readonly string[];
  readonly window?: {
    readonly minutes: number;
    readonly kind: 'tumbling' | 'sliding';
  } | null;
  readonly on_recovery?: 'flag' | 'close';
  readonly close_after_minutes?: number;
  /** Minutes of silence of all its alerts after which the incident closes; absent: never. */
  readonly close_after_silence_minutes?: number;
  /** Members (ids) assigned when the incident opens, instead of the service's. */
  readonly responders?: readonly string[];
}

/** Why something is to be delivered: it happened, or a person asked for it. */
export type DeliveryOrigin = 'event' | 'replay' | 'test' | 'action' | 'notice';

export interface StoredAssignment {
  readonly id: string;
  readonly type: 'assign' | 'reassign' | 'reopen';
  readonly assigned_at: number;
}

export interface StoredPerson {
  /** Member or API key. */
  readonly id: string;
  readonly person_id: number;
  readonly name: string;
  readonly email: string | null;
}

export interface StoredResponder extends StoredPerson {
  /** Instants, ms. */
  readonly assigned_at: number | null;
  readonly acknowledged_at: number | null;
}

export type StoredActor =
  | ({ readonly type: 'person' } & StoredPerson)
  | { readonly type: 'integration'; readonly id: string; readonly name: string }
  | { readonly type: 'system' }
  | { readonly type: 'operator' };

/** What a member may do; owners are admins who may also make and unmake owners. */
export type Role = 'owner' | 'admin' | 'responder' | 'viewer';

export interface Tables extends RecipeTables, RemediationTables, StatusTables, TriageTables {
  tenants: {
    tenant_id: string;
    slug: string;
    name: string;
    account_id: number;
    settings: JsonDefault<TenantSettings>;
    created_at: Generated<Date>;
    services_changed_at: Generated<Date>;
    /** Null unless it is being erased: nobody finds it then. */
    erasing_since: Date | null;
  };
  erased_tenants: {
    slug: string;
    requested_at: Date;
    finished_at: Date | null;
    deleted_rows: Generated<number>;
  };
  member_erasures: {
    tenant_id: string;
    member_id: string;
    person_id: number | null;
    name: string;
    email: string;
    requested_at: Date;
    swept_at: Date | null;
  };
  subscription_confirmations: {
    tenant_id: string;
    integration_id: string;
    url_hash: Buffer;
    url: string;
    subject: string;
    request: Json<unknown>;
    body: Buffer;
    attempts: Generated<number>;
    due_at: Date;
    created_at: Date;
  };
  credential_lookups: {
    hash: Buffer;
    kind:
      | 'api_key'
      | 'integration_key'
      | 'invitation'
      | 'invitation_mail'
      | 'status_hook'
      | 'runner'
      | 'runner_registration';
    tenant_id: string;
    target_id: string;
  };
  members: {
    tenant_id: string;
    member_id: string;
    person_id: number;
    name: string;
    email: string;
    role: Role;
    created_at: Generated<Date>;
    user_id: string | null;
  };
  invitations: {
    tenant_id: string;
    invitation_id: string;
    email: string;
    role: Role;
    invited_by: Json<StoredActor>;
    created_at: Date;
    expires_at: Date;
  };
  sealing_keys: { key_id: string; proof: Buffer; first_used_at: Generated<Date> };
  server_processes: {
    process_id: string;
    host: string;
    os_process_id: number;
    sealing_key: string;
    opening_keys: string[];
    seen_at: Generated<Date>;
  };
  setup_links: { hash: Buffer; expires_at: Date };
  sign_in_attempts: { account: Buffer; attempts: number; since: Date };
  'auth.users': {
    id: string;
    name: string;
    email: string;
    email_verified: boolean;
    two_factor_enabled: Generated<boolean>;
    created_at: Date;
    updated_at: Date;
  };
  'auth.sessions': {
    id: string;
    user_id: string;
    token: string;
    expires_at: Date;
    ip_address: string | null;
    user_agent: string | null;
    created_at: Date;
    updated_at: Date;
  };
  'auth.accounts': {
    id: string;
    user_id: string;
    provider_id: string;
    account_id: string;
    password: string | null;
    created_at: Date;
    updated_at: Date;
  };
  'auth.verifications': {
    id: string;
    identifier: string;
    value: string;
    expires_at: Date;
  };
  api_keys: {
    tenant_id: string;
    key_id: string;
    name: string;
    scope: 'viewer' | 'responder' | 'admin' | 'ingest';
    member_id: string | null;
    person_id: number;
    hint: string;
    created_at: Generated<Date>;
    last_used_at: Date | null;
    /** Null: until it is revoked. */
    expires_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  services: {
    tenant_id: string;
    service_id: string;
    name: string;
    description: Generated<string>;
    channel_id: number;
    hidden: Generated<boolean>;
    responders: Generated<string[]>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
    /** Sealed key in the URL of its StatusHub hook; null until one was made. */
    hook_key: Buffer | null;
  };
  integrations: {
    tenant_id: string;
    integration_id: string;
    format: string;
    name: string;
    url_key: Buffer | null;
    settings: JsonDefault<IntegrationSettings>;
    data_source_id: number;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  secrets: {
    tenant_id: string;
    owner_id: string;
    secret_id: string;
    sealed: Buffer;
    created_at: Generated<Date>;
    expires_at: Date | null;
  };
  routing_rules: {
    tenant_id: string;
    rule_id: string;
    position: number;
    name: string;
    condition: string;
    actions: JsonDefault<RuleActions>;
    enabled: Generated<boolean>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  audit_entries: {
    tenant_id: string;
    audit_id: string;
    at: Date;
    actor: Json<StoredActor>;
    action: string;
    target_id: string;
    before: ColumnType<unknown, string | null, never>;
    after: ColumnType<unknown, string | null, never>;
    ip: string | null;
    request_id: string | null;
  };
  idempotency_keys: {
    tenant_id: string;
    route: string;
    key: string;
    fingerprint: string;
    reply: Json<unknown>;
    created_at: Date;
  };
  alerts: {
    tenant_id: string;
    alert_id: string;
    integration_id: string;
    dedup_key: string;
    status: 'firing' | 'resolved';
    severity: Severity;
    severity_word: string | null;
    title: string;
    description: string;
    service_id: string | null;
    source: string | null;
    labels: Json<Record<string, string>>;
    annotations: Json<Record<string, string>>;
    links: Json<{ href: string; text: string }[]>;
    started_at: Date | null;
    ended_at: Date | null;
    first_seen_at: Date;
    last_seen_at: Date;
    event_count: number;
    event_kept_at: Date;
    incident_id: string | null;
    incident_at: Date | null;
    rule_id: string | null;
    group_key: string | null;
    seq: Generated<number>;
    pushed_at: Date | null;
  };
  alert_events: {
    tenant_id: string;
    alert_id: string;
    received_at: Date;
    event_id: string;
    kind: string;
    status: 'firing' | 'resolved';
    severity: Severity | null;
    started_at: Date | null;
    ended_at: Date | null;
    payload: Json<unknown>;
  };
  incidents: {
    tenant_id: string;
    incident_id: string;
    progress: 'triggered' | 'acknowledged' | 'closed';
    status: Severity | 'ok';
    severity: Severity;
    title: string;
    description: string;
    impact: string;
    root_cause: string;
    resolution: string;
    overrides: string[];
    service_id: string | null;
    labels: Json<Record<string, string>>;
    custom_fields: JsonDefault<Record<string, unknown>>;
    responders: JsonDefault<StoredResponder[]>;
    creator: Json<StoredPerson> | null;
    closer: Json<StoredPerson> | null;
    closed_by: 'person' | 'recovery' | 'timeout' | 'merge' | null;
    integration_id: string | null;
    dedup_key: string | null;
    rule_id: string | null;
    group_key: string | null;
    on_recovery: 'flag' | 'close';
    close_after_minutes: number;
    triage: string;
    merged_into: string | null;
    recurrence_of: string | null;
    snoozed_until: Date | null;
    flagged_at: Date | null;
    close_due_at: Date | null;
    started_at: Date;
    last_at: Date;
    ended_at: Date | null;
    acknowledged_at: Date | null;
    closed_at: Date | null;
    created_at: Date;
    updated_at: Date;
    alert_count: number;
    firing_critical: number;
    firing_high: number;
    firing_medium: number;
    firing_low: number;
    firing_info: number;
    storm_level: number;
    seq: number;
    last_event_at: Date;
    assignment: Json<StoredAssignment> | null;
    silence_minutes: Generated<number>;
    silence_due_at: Date | null;
  };
  slots: {
    tenant_id: string;
    rule_id: string;
    group_key: string;
    incident_id: string | null;
    accepts_until: Date | null;
  };
  timeline_entries: {
    tenant_id: string;
    incident_id: string;
    seq: number;
    at: Date;
    kind: string;
    actor: Json<StoredActor>;
    detail: Json<Record<string, unknown>>;
  };
  outbox: {
    tenant_id: string;
    incident_id: string;
    seq: number;
    event_id: string;
    event_type: string;
    event_at: Date;
    actor: Json<StoredActor>;
    snapshot: Json<Record<string, unknown>>;
    created_at: Date;
  };
  alert_outbox: {
    tenant_id: string;
    alert_id: string;
    seq: number;
    event_id: string;
    event_type: string;
    event_at: Date;
    actor: Json<StoredActor>;
    snapshot: Json<Record<string, unknown>>;
    created_at: Date;
  };
  custom_fields: {
    tenant_id: string;
    name: string;
    label: string;
    kind: 'text' | 'single_select' | 'multi_select' | 'checkbox';
    options: JsonDefault<string[]>;
    default_value: ColumnType<unknown, string | null, string | null>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  webhooks: {
    tenant_id: string;
    webhook_id: string;
    kind: 'webhook' | 'action' | 'subscriber';
    name: string;
    url: string;
    headers: Buffer | null;
    verify_tls: Generated<boolean>;
    ca: string | null;
    event_types: string[];
    service_ids: string[] | null;
    template: ColumnType<unknown, string | null, string | null>;
    preset: Generated<'default' | 'flashduty'>;
    timeout_ms: number;
    max_in_flight: number;
    ordering: 'strict' | 'latest' | 'none';
    max_attempts: number;
    retry_delays: Json<number[]>;
    enabled: Generated<boolean>;
    disabled_reason: string | null;
    disabled_at: Date | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  destination_health: {
    tenant_id: string;
    destination_id: string;
    failures: Generated<number>;
    failing_since: Date | null;
    open_until: Date | null;
    reason: string | null;
  };
  payloads: {
    tenant_id: string;
    event_id: string;
    variant: string;
    created_at: Date;
    body: string;
  };
  deliveries: {
    tenant_id: string;
    destination_id: string;
    lane_id: string;
    position: number;
    delivery_id: string;
    event_id: string;
    event_type: string;
    subject_id: string;
    event_at: Date;
    variant: string;
    payload_at: Date;
    origin: DeliveryOrigin;
    requested_by: Json<StoredActor> | null;
    attempts: Generated<number>;
    created_at: Date;
  };
  lanes: {
    tenant_id: string;
    destination_id: string;
    lane_id: string;
    pending: number;
    ready_at: Date;
    lease: string | null;
    leased_until: Date | null;
  };
  delivery_attempts: {
    tenant_id: string;
    destination_id: string;
    delivery_id: string;
    attempt: number;
    attempted_at: Date;
    event_id: string;
    event_type: string;
    subject_id: string;
    event_at: Date;
    variant: string;
    payload_at: Date;
    origin: DeliveryOrigin;
    requested_by: Json<StoredActor> | null;
    outcome: 'delivered' | 'retrying' | 'dead' | 'superseded';
    status: number | null;
    error: string | null;
    detail: string | null;
    duration_ms: number;
    next_attempt_at: Date | null;
    url: string;
    request_headers: Json<Record<string, string>>;
    response_headers: Json<Record<string, string>> | null;
    response_body: string | null;
  };
  receipts: {
    tenant_id: string;
    integration_id: string;
    receipt_id: string;
    received_at: Date;
    outcome: 'accepted' | 'duplicate' | 'refused';
    status: number;
    code: string | null;
    detail: string | null;
    warnings: JsonDefault<string[]>;
    ip: string | null;
    request_id: string | null;
    headers: JsonDefault<Record<string, string>>;
    body: string | null;
    body_bytes: number;
  };
  receipt_counts: {
    tenant_id: string;
    integration_id: string;
    minute: Date;
    writer: string;
    accepted: number;
    duplicate: number;
    refused: number;
    events: number;
  };
  live_tenants: {
    tenant_id: string;
    position: Generated<number>;
    heard_from: Generated<number>;
    heard_since: Date;
    heard_until: Date;
  };
  live_events: {
    tenant_id: string;
    position: number;
    kind: 'incident' | 'alert';
    subject_id: string;
    version: number;
    data: string;
    created_at: Date;
  };
  saved_views: {
    tenant_id: string;
    view_id: string;
    owner_id: string;
    name: string;
    filter: Json<Record<string, string>>;
    shared: boolean;
    created_at: Date;
    updated_at: Date;
  };
  notification_preferences: {
    tenant_id: string;
    member_id: string;
    settings: JsonDefault<Record<string, unknown>>;
    chat_url: Buffer | null;
    updated_at: Date;
  };
  chat_channels: {
    tenant_id: string;
    channel_id: string;
    name: string;
    url: Buffer;
    service_ids: string[] | null;
    events: string[];
    min_severity: Severity;
    created_at: Date;
    updated_at: Date;
  };
  notifications: {
    tenant_id: string;
    notification_id: string;
    event_id: string;
    kind: string;
    incident_id: string | null;
    recipient_id: string;
    recipient_name: string;
    means: 'email' | 'chat';
    content: Json<unknown>;
    status: Generated<'pending' | 'sent' | 'failed' | 'skipped'>;
    reason: string | null;
    attempts: Generated<number>;
    created_at: Generated<Date>;
    next_attempt_at: Generated<Date | null>;
    lease: string | null;
    finished_at: Date | null;
  };
  reminders: {
    tenant_id: string;
    incident_id: string;
    recipient_id: string;
    every_minutes: number;
    sent: Generated<number>;
    started_at: Generated<Date>;
    due_at: Date;
  };
  notification_budgets: {
    tenant_id: string;
    recipient_id: string;
    means: 'email' | 'chat';
    started_at: Date;
    told: number;
    withheld: JsonDefault<Record<string, number>>;
  };
}
