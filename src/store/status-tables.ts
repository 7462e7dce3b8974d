import type { ColumnType, Generated } from 'kysely';
import type { Severity } from '../kernel/severity.ts';
import type { StoredActor } from './tables.ts';

// The tables of migrations/000007_status_page.sql.

type Json<T> = ColumnType<T, string, string>;
type JsonDefault<T> = ColumnType<T, string | undefined, string>;

/** How a report or maintenance leaves a service. */
export type ImpactStatus = 'up' | 'degraded' | 'down';

export type ReportState = 'investigating' | 'identified' | 'monitoring' | 'resolved';

export interface StoredServiceStatus {
  readonly service_id: string;
  readonly status: ImpactStatus;
}

/** What can be set about a hub beside its name and address; every field may be absent. */
export interface HubSettings {
  /** One line below the name. */
  readonly description?: string;
  /** `https:` or `data:image/…` URL. */
  readonly logo_url?: string;
  /** Where the name leads. */
  readonly home_url?: string;
  readonly support_url?: string;
  /** `#rrggbb`. */
  readonly accent?: string;
  /** Language when the visitor asks for none of ours. Default `en`. */
  readonly locale?: 'en' | 'de';
  /** IANA zone of all times on the page. Default `UTC`. */
  readonly time_zone?: string;
  /** Part of an interval of `degraded` that counts as downtime, 0 to 1. Default 0. */
  readonly degraded_weight?: number;
  /** Indicator while only maintenance is under way; some readers reject `maintenance`. Default `maintenance`. */
  readonly maintenance_indicator?: 'maintenance' | 'none';
  /** Search engines may list the page. Default true. */
  readonly indexed?: boolean;
  /** Subscribers are told this long before a maintenance that names no time itself (minutes). */
  readonly remind_minutes?: number;
  /** Which steps of a maintenance are told. Default all. */
  readonly tells?: readonly ('scheduled' | 'reminder' | 'started' | 'completed' | 'updated')[];
  /** Hooks of the tenant share their senders' ids: one id, one report with all its services. */
  readonly merge_hooks?: boolean;
  /** Incidents of these severities about a service that the hub shows are reported by themselves. */
  readonly publish_incidents?: {
    readonly severities: readonly Severity[];
    /** Written as drafts, for a person to publish. Default true. */
    readonly draft?: boolean;
  };
  /** Days of the bars: 30, 60 or 90. Default 90. */
  readonly days?: number;
}

export type StatusNoticeKind =
  | 'report_created'
  | 'report_updated'
  | 'report_resolved'
  | 'maintenance_scheduled'
  | 'maintenance_updated'
  | 'maintenance_reminder'
  | 'maintenance_started'
  | 'maintenance_completed'
  | 'maintenance_cancelled';

/** What a notice says, as it was when it came about; what a subscriber reads is made from this alone. */
export interface NoticeContent {
  readonly title: string;
  /** Sanitised HTML, and the same as plain text. */
  readonly body_html: string;
  readonly body_text: string;
  /** Of a report; null for a maintenance. */
  readonly state: ReportState | null;
  readonly statuses: readonly (StoredServiceStatus & { readonly name: string })[];
  /** Instants (ms). */
  readonly starts_at: number;
  /** Of a maintenance; null for a report. */
  readonly ends_at: number | null;
}

export type SubscriberChannel = 'email' | 'webhook' | 'slack';

export interface StatusTables {
  hubs: {
    tenant_id: string;
    hub_id: string;
    slug: string;
    name: string;
    settings: JsonDefault<HubSettings>;
    password: string | null;
    shows_all: boolean;
    changed_at: Date;
    version: Generated<number>;
    rendered_at: Date | null;
    render_due_at: Date | null;
    rendered_change: Date | null;
    rendered_services: Date | null;
    rendering_until: Date | null;
    created_at: Date;
    updated_at: Date;
  };
  hub_addresses: { kind: 'slug' | 'domain'; address: string; tenant_id: string; hub_id: string };
  hub_components: {
    tenant_id: string;
    hub_id: string;
    service_id: string;
    group_name: string | null;
    position: number;
    name: string | null;
    description: string | null;
    hidden: boolean;
    created_at: Date;
  };
  reports: {
    tenant_id: string;
    report_id: string;
    hub_id: string | null;
    source: 'hook' | 'person' | 'rule';
    sender_scope: string | null;
    sender_id: string | null;
    incident_id: string | null;
    follows_incident: Generated<boolean>;
    service_ids: string[];
    title: string | null;
    state: ReportState | null;
    started_at: Date | null;
    resolved_at: Date | null;
    published_at: Date | null;
    last_seq: Generated<number>;
    deleted_at: Date | null;
    created_at: Date;
    updated_at: Date;
  };
  report_updates: {
    tenant_id: string;
    report_id: string;
    update_id: string;
    seq: number;
    title: string;
    body_raw: string;
    body_html: string;
    body_text: string;
    state: ReportState;
    statuses: Json<readonly StoredServiceStatus[]>;
    starts_at: Date;
    silent: boolean;
    published_at: Date | null;
    superseded: Generated<boolean>;
    notified: Generated<boolean>;
    actor: Json<StoredActor>;
    digest: Buffer | null;
    created_at: Date;
    updated_at: Date;
  };
  maintenances: {
    tenant_id: string;
    maintenance_id: string;
    hub_id: string | null;
    source: 'hook' | 'person';
    sender_scope: string | null;
    sender_id: string | null;
    service_ids: string[];
    title: string;
    body_raw: string;
    body_html: string;
    body_text: string;
    statuses: Json<readonly StoredServiceStatus[]>;
    starts_at: Date;
    ends_at: Date;
    silent: boolean;
    published_at: Date | null;
    remind_minutes: number | null;
    told: Generated<string[]>;
    due_at: Date | null;
    digest: Buffer | null;
    actor: Json<StoredActor>;
    deleted_at: Date | null;
    created_at: Date;
    updated_at: Date;
  };
  status_templates: {
    tenant_id: string;
    template_id: string;
    kind: 'report' | 'maintenance';
    name: string;
    title: string;
    body: string;
    state: ReportState | null;
    statuses: JsonDefault<readonly StoredServiceStatus[]>;
    duration_minutes: number | null;
    silent: boolean | null;
    created_at: Date;
    updated_at: Date;
  };
  hub_snapshots: {
    tenant_id: string;
    hub_id: string;
    version: number;
    rendered_at: Date;
    bundle: Buffer;
  };
  subscriber_suppressions: {
    tenant_id: string;
    hub_id: string;
    channel: SubscriberChannel;
    address_hash: Buffer;
    created_at: Date;
  };
  subscribers: {
    tenant_id: string;
    hub_id: string;
    subscriber_id: string;
    channel: SubscriberChannel;
    address: Buffer;
    address_hash: Buffer;
    label: string;
    service_ids: string[] | null;
    locale: string;
    confirmed_at: Date | null;
    confirm_sent_at: Date | null;
    confirm_due_at: Date | null;
    confirm_attempts: Generated<number>;
    unsubscribed_at: Date | null;
    generation: Generated<number>;
    source: 'self' | 'person' | 'import';
    created_at: Date;
    updated_at: Date;
  };
  status_notices: {
    tenant_id: string;
    hub_id: string;
    notice_id: string;
    kind: StatusNoticeKind;
    subject_id: string;
    update_id: string;
    service_ids: string[];
    content: Json<NoticeContent>;
    due_at: Date;
    expanded_at: Date | null;
    expanded_to: Generated<string | null>;
    created_at: Date;
  };
  status_messages: {
    tenant_id: string;
    hub_id: string;
    notice_id: string;
    subscriber_id: string;
    channel: SubscriberChannel;
    status: 'pending' | 'sent' | 'failed' | 'skipped';
    reason: string | null;
    attempts: Generated<number>;
    next_attempt_at: Date | null;
    leased_until: Date | null;
    delivery_id: string | null;
    created_at: Date;
    updated_at: Date;
  };
}
