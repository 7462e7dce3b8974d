import { formatInstant, formatOptional } from '../../kernel/time.ts';
import type { PageAffected, PageMaintenance, PageReport, PageUpdate, StatusPage } from '../page.ts';
import {
  type AtlassianComponent,
  type AtlassianStatus,
  atlassianStatus,
  timesOf,
} from './atlassian-components.ts';
import { maintenanceLink, reportLink } from './links.ts';

/** An entry of an incident or maintenance. */
export interface AtlassianUpdate {
  readonly id: string;
  readonly status: string;
  readonly body: string;
  readonly incident_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly display_at: string;
  readonly affected_components:
    | readonly {
        readonly code: string;
        readonly name: string;
        readonly old_status: AtlassianStatus;
        readonly new_status: AtlassianStatus;
      }[]
    | null;
  readonly deliver_notifications: boolean;
  readonly custom_tweet: null;
  readonly tweet_id: null;
}

/** An incident. */
export interface AtlassianIncident {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly monitoring_at: string | null;
  readonly resolved_at: string | null;
  readonly impact: string;
  readonly shortlink: string;
  readonly started_at: string;
  readonly page_id: string;
  readonly incident_updates: readonly AtlassianUpdate[];
  readonly components: readonly AtlassianComponent[];
}

/** A maintenance: an incident with its window. */
export interface AtlassianMaintenance extends AtlassianIncident {
  readonly scheduled_for: string;
  readonly scheduled_until: string;
}

/** What events of a page have in common. */
export interface EventContext {
  readonly page: StatusPage;
  readonly rows: readonly AtlassianComponent[];
}

/** A report in their shape (research/statuspage.md §5, "Ours/Theirs"). */
export function incidentRow(report: PageReport, { page, rows }: EventContext): AtlassianIncident {
  return {
    ...timesOf(report.createdAt, report.updatedAt),
    id: report.id,
    name: report.title,
    status: report.state,
    monitoring_at: formatOptional(report.monitoringAt),
    resolved_at: formatOptional(report.resolvedAt),
    impact: report.impact,
    shortlink: reportLink(page.url, report.id),
    started_at: formatInstant(report.startedAt),
    page_id: page.hubId,
    incident_updates: report.updates.map((update) => updateRow(update, report.id)),
    components: affectedRows(report.affected, rows),
  };
}

function updateRow(update: PageUpdate, incidentId: string): AtlassianUpdate {
  return {
    ...timesOf(update.createdAt, update.updatedAt),
    id: update.id,
    status: update.state,
    body: update.text,
    incident_id: incidentId,
    display_at: formatInstant(update.at),
    affected_components: changesOf(update.affected),
    deliver_notifications: !update.silent,
    custom_tweet: null,
    tweet_id: null,
  };
}

function changesOf(affected: readonly PageAffected[]): AtlassianUpdate['affected_components'] {
  if (affected.length === 0) return null;
  return affected.map(({ serviceId, name, before, status }) => ({
    code: serviceId,
    name,
    old_status: atlassianStatus(before),
    new_status: atlassianStatus(status),
  }));
}

/** A maintenance in their shape; its text is its only update. */
export function maintenanceRow(
  item: PageMaintenance,
  { page, rows }: EventContext,
): AtlassianMaintenance {
  const { id, phase, affected, startsAt, endsAt } = item;
  const times = timesOf(item.createdAt, item.updatedAt);
  const before = affected.map((one) => ({ ...one, before: 'up' as const }));
  const text: AtlassianUpdate = {
    ...times,
    id: id.replace('mnt_', 'upd_'),
    status: phase,
    body: item.text,
    incident_id: id,
    display_at: times.created_at,
    affected_components: changesOf(before),
    deliver_notifications: !item.silent,
    custom_tweet: null,
    tweet_id: null,
  };
  return {
    ...times,
    id,
    name: item.title,
    status: phase,
    monitoring_at: null,
    resolved_at: phase === 'completed' ? formatInstant(endsAt) : null,
    impact: 'maintenance',
    shortlink: maintenanceLink(page.url, id),
    started_at: formatInstant(startsAt),
    page_id: page.hubId,
    incident_updates: [text],
    components: affectedRows(affected, rows),
    scheduled_for: formatInstant(startsAt),
    scheduled_until: formatInstant(endsAt),
  };
}

function affectedRows(
  affected: readonly { readonly serviceId: string }[],
  rows: readonly AtlassianComponent[],
): readonly AtlassianComponent[] {
  const ids = new Set(affected.map(({ serviceId }) => serviceId));
  return rows.filter(({ id }) => ids.has(id));
}
