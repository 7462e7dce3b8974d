import { DAY, type Instant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { HistoryMonth, PageMaintenance, PageReport, StatusPage } from './page.ts';
import { firstBarDay, makeComponents } from './page-components.ts';
import {
  findVisibleMaintenance,
  findVisibleReport,
  listActiveReports,
  listMaintenancesOf,
  listOpenMaintenances,
  listPastMaintenances,
  listPastReports,
  listReportsOf,
} from './page-event-queries.ts';
import { type ShownNames, showMaintenance, showReport } from './page-events.ts';
import {
  findPageHub,
  listMonths,
  listShownComponents,
  listTimeline,
  listWindows,
  type PageHubRow,
  type PageScope,
  type WindowRow,
} from './page-queries.ts';
import { indicatorOf } from './rules/effective.ts';
import { dayOf } from './rules/uptime.ts';

/** Whose page, and when. */
export interface PageRequest {
  readonly tenantId: string;
  readonly hubId: string;
  readonly now: Instant;
  /** Public base URL of this installation, without a trailing slash. */
  readonly publicUrl: string;
}

/** How much of the past the page shows. */
const PAST = 90 * DAY;
const MOST = { active: 200, past: 100, open: 200, pastMaintenances: 50, month: 1_000 } as const;

/**
 * All that a hub's page says at that moment; undefined when the tenant has no such hub. Run it in
 * one transaction (repeatable read) for a view of one moment. Nothing in it is hidden or a draft.
 */
export async function loadPage(db: Db, request: PageRequest): Promise<StatusPage | undefined> {
  const { tenantId, hubId, now } = request;
  const hub = await findPageHub(db, tenantId, hubId);
  if (!hub) return undefined;
  const { components, scope, names } = await loadScope(db, request);
  const at = new Date(now);
  const since = new Date(now - PAST);
  const firstDay = new Date(firstBarDay(hub.settings, now));
  const timeline = await listTimeline(db, scope, firstDay);
  const windows = await listWindows(db, scope, firstDay);
  const { settings } = hub;
  const shown = makeComponents({ components, timeline, windows, settings, now });
  const active = await listActiveReports(db, scope, MOST.active);
  const past = await listPastReports(db, scope, since, MOST.past);
  const open = await listOpenMaintenances(db, scope, at, MOST.open);
  const range = { since, now: at };
  const ended = await listPastMaintenances(db, scope, range, MOST.pastMaintenances);
  return {
    ...headOf(hub, request),
    indicator: indicatorOf(shown.map(({ status }) => status)),
    at: now,
    updatedAt: hub.changed_at.getTime(),
    components: shown,
    active: active.map((report) => showReport(report, names)),
    maintenances: open.map((row) => showMaintenance(row, names, now)).sort(underWayFirst),
    past: past.map((report) => showReport(report, names)),
    pastMaintenances: ended.map((row) => showMaintenance(row, names, now)),
    months: await listMonths(db, scope, at),
    changesAt: changesAt(windows, now),
  };
}

/** A month (`2026-11`, UTC) of a hub's history. 1,000 reports and maintenances at most. */
export async function loadMonth(
  db: Db,
  request: PageRequest,
  month: string,
): Promise<HistoryMonth> {
  const { scope, names } = await loadScope(db, request);
  const [year = 0, number = 1] = month.split('-').map(Number);
  const from = new Date(Date.UTC(year, number - 1));
  const to = new Date(Date.UTC(year, number));
  const reports = await listReportsOf(db, scope, from, to, MOST.month);
  const before = new Date(Math.min(to.getTime(), request.now + 1));
  const windows = await listMaintenancesOf(db, scope, from, before, MOST.month);
  return {
    month,
    reports: reports.map((report) => showReport(report, names)),
    maintenances: windows.map((row) => showMaintenance(row, names, request.now)),
  };
}

/** A report or maintenance for its permalink; undefined when visitors may not see it. */
export async function loadReport(
  db: Db,
  request: PageRequest,
  id: string,
): Promise<PageReport | PageMaintenance | undefined> {
  const { scope, names } = await loadScope(db, request);
  if (id.startsWith('mnt_')) {
    const row = await findVisibleMaintenance(db, scope, id);
    return row && showMaintenance(row, names, request.now);
  }
  const report = await findVisibleReport(db, scope, id);
  return report && showReport(report, names);
}

async function loadScope(db: Db, { tenantId, hubId }: PageRequest) {
  const components = await listShownComponents(db, tenantId, hubId);
  const names: ShownNames = new Map(components.map((row) => [row.service_id, row.name]));
  const scope: PageScope = { tenantId, hubId, shown: [...names.keys()] };
  return { components, scope, names };
}

function headOf(hub: PageHubRow, { publicUrl }: PageRequest) {
  return {
    tenantId: hub.tenant_id,
    hubId: hub.hub_id,
    slug: hub.slug,
    name: hub.name,
    settings: hub.settings,
    isPrivate: hub.is_private,
    url: hubUrl(publicUrl, hub),
  };
}

/** Where a hub's page is, without a trailing slash: on its own domain, else below ours. */
export function hubUrl(
  publicUrl: string,
  hub: { readonly slug: string; readonly domain: string | null },
): string {
  return hub.domain === null ? `${publicUrl}/status/${hub.slug}` : `https://${hub.domain}`;
}

function underWayFirst(a: PageMaintenance, b: PageMaintenance): number {
  const later = (one: PageMaintenance) => (one.phase === 'in_progress' ? 0 : 1);
  return later(a) - later(b) || a.startsAt - b.startsAt;
}

/** The next start or end of a window, or UTC midnight, whichever comes first. */
function changesAt(windows: readonly WindowRow[], now: Instant): Instant {
  const edges = windows.flatMap(({ starts_at, ends_at }) => [
    starts_at.getTime(),
    ends_at.getTime(),
  ]);
  return Math.min(dayOf(now) + DAY, ...edges.filter((at) => at > now));
}
