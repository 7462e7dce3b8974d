import { formatInstant } from '../../kernel/time.ts';
import type { PageIndicator, StatusPage } from '../page.ts';
import { componentRows } from './atlassian-components.ts';
import { type EventContext, incidentRow, maintenanceRow } from './atlassian-events.ts';

/** As many as Statuspage itself lists. */
const MOST_INCIDENTS = 50;

const DESCRIPTION: Readonly<Record<PageIndicator, string>> = {
  none: 'All Systems Operational',
  minor: 'Minor Service Outage',
  major: 'Partial System Outage',
  critical: 'Major System Outage',
  maintenance: 'Service Under Maintenance',
};

/**
 * The public JSON of a page in Statuspage's shapes (research/statuspage.md §5): bodies by their path
 * below the page. Every list is there even when it is empty, all ids are texts.
 */
export function renderAtlassian(page: StatusPage): ReadonlyMap<string, unknown> {
  const rows = componentRows(page);
  const context: EventContext = { page, rows };
  const head = { page: pageRow(page) };
  const incidents = [...page.active, ...page.past]
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, MOST_INCIDENTS)
    .map((report) => incidentRow(report, context));
  const unresolved = page.active.map((report) => incidentRow(report, context));
  const planned = page.maintenances.map((item) => maintenanceRow(item, context));
  const completed = page.pastMaintenances.map((item) => maintenanceRow(item, context));
  const inPhase = (phase: string) => planned.filter(({ status }) => status === phase);
  const status = statusOf(page);
  return new Map<string, unknown>([
    ['api/v2/status.json', { ...head, status }],
    [
      'api/v2/summary.json',
      {
        ...head,
        components: rows,
        incidents: unresolved,
        scheduled_maintenances: planned,
        status,
      },
    ],
    ['api/v2/components.json', { ...head, components: rows }],
    ['api/v2/incidents.json', { ...head, incidents }],
    ['api/v2/incidents/unresolved.json', { ...head, incidents: unresolved }],
    [
      'api/v2/scheduled-maintenances.json',
      { ...head, scheduled_maintenances: [...planned, ...completed] },
    ],
    [
      'api/v2/scheduled-maintenances/upcoming.json',
      { ...head, scheduled_maintenances: inPhase('scheduled') },
    ],
    [
      'api/v2/scheduled-maintenances/active.json',
      { ...head, scheduled_maintenances: inPhase('in_progress') },
    ],
  ]);
}

function pageRow({ hubId, name, url, settings, updatedAt }: StatusPage) {
  return {
    id: hubId,
    name,
    url,
    time_zone: settings.time_zone ?? 'Etc/UTC',
    updated_at: formatInstant(updatedAt),
  };
}

/**
 * The overall state in their words. Some readers reject the indicator `maintenance`; the description
 * says it in any case.
 */
export function statusOf({ indicator, settings }: StatusPage) {
  const replaced = indicator === 'maintenance' && settings.maintenance_indicator === 'none';
  return { indicator: replaced ? 'none' : indicator, description: DESCRIPTION[indicator] };
}
