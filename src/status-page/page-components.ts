import { DAY, type Instant } from '../kernel/time.ts';
import type { HubSettings } from '../store/status-tables.ts';
import type { PageComponent } from './page.ts';
import type { ShownComponentRow, TimelineRow, WindowRow } from './page-queries.ts';
import { deriveReport, type PublishedUpdate, spansOf } from './rules/derive.ts';
import { effectiveStatus } from './rules/effective.ts';
import type { ImpactStatus } from './rules/impact.ts';
import { computeUptime, dayOf, type UptimeSpan } from './rules/uptime.ts';

/** Days of the bars unless the hub says otherwise. */
const DAYS = 90;

/** What a hub's components are made of. */
export interface ComponentSources {
  readonly components: readonly ShownComponentRow[];
  readonly timeline: readonly TimelineRow[];
  readonly windows: readonly WindowRow[];
  readonly settings: HubSettings;
  readonly now: Instant;
}

/** The first instant that the bars of a hub cover. */
export function firstBarDay(settings: HubSettings, now: Instant): Instant {
  return dayOf(now) - ((settings.days ?? DAYS) - 1) * DAY;
}

/** The components with their state, bars and uptime, those of a group one after the other. */
export function makeComponents(sources: ComponentSources): PageComponent[] {
  const reports = reportsOf(sources.timeline);
  const grouped = byGroup(sources.components);
  return grouped.map((row, index) => makeComponent(row, index + 1, reports, sources));
}

type Timelines = ReadonlyMap<string, readonly PublishedUpdate[]>;

function reportsOf(timeline: readonly TimelineRow[]): Timelines {
  const reports = new Map<string, PublishedUpdate[]>();
  for (const { report_id, seq, state, statuses, starts_at } of timeline) {
    const updates = reports.get(report_id) ?? [];
    reports.set(report_id, updates);
    updates.push({ seq, title: '', state, statuses, startsAt: starts_at.getTime() });
  }
  return reports;
}

/** A group stands where its first component stands. */
function byGroup(components: readonly ShownComponentRow[]): ShownComponentRow[] {
  const groups = Map.groupBy(components, (row) => row.group_name ?? `\0${row.service_id}`);
  return [...groups.values()].flat();
}

function makeComponent(
  row: ShownComponentRow,
  position: number,
  reports: Timelines,
  { windows, settings, now }: ComponentSources,
): PageComponent {
  const id = row.service_id;
  const told = toldBy(reports, id);
  const planned = plannedBy(windows, id, now);
  const createdAt = row.created_at.getTime();
  const { days, uptime } = computeUptime({
    firstDay: firstBarDay(settings, now),
    days: settings.days ?? DAYS,
    createdAt,
    now,
    degradedWeight: settings.degraded_weight ?? 0,
    spans: [...told.spans, ...planned.spans],
  });
  const changes = [...told.spans, ...planned.spans].flatMap(({ from, to }) => [from, to ?? from]);
  return {
    id,
    name: row.name,
    description: row.description,
    group: row.group_name,
    position,
    ...effectiveStatus({ reports: told.statuses, windows: planned.statuses }),
    createdAt,
    updatedAt: latestBefore(now, changes, row.updated_at.getTime()),
    days,
    uptime,
  };
}

/** What acts on a service: what it is given now, and what it was given over time. */
interface Effects {
  readonly statuses: ImpactStatus[];
  readonly spans: UptimeSpan[];
}

function toldBy(reports: Timelines, serviceId: string): Effects {
  const effects: Effects = { statuses: [], spans: [] };
  for (const [eventId, updates] of reports) {
    const spans = spansOf(updates, serviceId);
    if (spans.length === 0) continue;
    for (const span of spans) effects.spans.push({ ...span, source: 'report', eventId });
    effects.statuses.push(deriveReport(updates)?.contributions.get(serviceId) ?? 'up');
  }
  return effects;
}

function plannedBy(windows: readonly WindowRow[], serviceId: string, now: Instant): Effects {
  const effects: Effects = { statuses: [], spans: [] };
  for (const { maintenance_id: eventId, statuses, starts_at, ends_at } of windows) {
    const status = statuses.find(({ service_id }) => service_id === serviceId)?.status;
    if (status === undefined) continue;
    const [from, to] = [starts_at.getTime(), ends_at.getTime()];
    effects.spans.push({ from, to, status, source: 'maintenance', eventId });
    if (from <= now && now < to) effects.statuses.push(status);
  }
  return effects;
}

function latestBefore(now: Instant, instants: readonly Instant[], first: Instant): Instant {
  return instants.reduce((latest, at) => (at <= now && at > latest ? at : latest), first);
}
