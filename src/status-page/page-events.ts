import type { Instant } from '../kernel/time.ts';
import type { ImpactStatus, StoredServiceStatus } from '../store/status-tables.ts';
import type { PageAffected, PageMaintenance, PageReport, PageUpdate } from './page.ts';
import type { MaintenanceRow, UpdateRow, VisibleReport } from './page-event-queries.ts';
import { deriveReport } from './rules/derive.ts';
import { impactOf } from './rules/effective.ts';
import { worstOf } from './rules/impact.ts';

/** Names of the services that a page shows, by id, in its order. */
export type ShownNames = ReadonlyMap<string, string>;

/** A report as a page shows it: services that the page does not show are left out. */
export function showReport({ report, updates }: VisibleReport, names: ShownNames): PageReport {
  const derived = deriveReport(updates.map(decisive));
  if (!derived) throw new Error(`Report ${report.report_id} has no published update.`);
  const { title, state, startedAt, monitoringAt, resolvedAt } = derived;
  const changes = [...updates.map(changedAt), report.published_at?.getTime() ?? 0];
  return {
    id: report.report_id,
    title,
    state,
    impact: impactOf(worstByService(updates, names), [...names.keys()]),
    startedAt,
    monitoringAt,
    resolvedAt,
    createdAt: (report.published_at ?? report.created_at).getTime(),
    updatedAt: Math.max(...changes),
    updates: showUpdates(updates, names).reverse(),
    affected: namedOnly([...derived.contributions].map(toStatus), names),
  };
}

/** What decides in an update, for the rules. */
export function decisive(row: UpdateRow) {
  const { seq, title, state, statuses, starts_at } = row;
  return { seq, title, state, statuses, startsAt: starts_at.getTime() };
}

function toStatus([service_id, status]: [string, ImpactStatus]): StoredServiceStatus {
  return { service_id, status };
}

function changedAt({ updated_at, published_at }: UpdateRow): Instant {
  return Math.max(updated_at.getTime(), published_at?.getTime() ?? 0);
}

function worstByService(updates: readonly UpdateRow[], names: ShownNames) {
  const worst = new Map<string, ImpactStatus>();
  for (const { service_id, status } of updates.flatMap(({ statuses }) => statuses)) {
    if (!names.has(service_id)) continue;
    worst.set(service_id, worstOf([status, worst.get(service_id) ?? 'up']));
  }
  return worst;
}

/** In the order they happened, each with what it changed. */
function showUpdates(updates: readonly UpdateRow[], names: ShownNames): PageUpdate[] {
  const now = new Map<string, ImpactStatus>();
  return updates.map((row) => {
    const before = new Map(now);
    for (const { service_id, status } of row.statuses) now.set(service_id, status);
    if (row.state === 'resolved') for (const id of now.keys()) now.set(id, 'up');
    const touched = row.state === 'resolved' ? [...now].map(toStatus) : row.statuses;
    const affected = namedOnly(touched, names).map((one) => ({
      ...one,
      before: before.get(one.serviceId) ?? 'up',
    }));
    return {
      id: row.update_id,
      title: row.title,
      state: row.state,
      html: row.body_html,
      text: row.body_text,
      at: row.starts_at.getTime(),
      createdAt: (row.published_at ?? row.created_at).getTime(),
      updatedAt: changedAt(row),
      silent: row.silent,
      affected,
    };
  });
}

/** Those that the page shows, in its order. */
function namedOnly(
  statuses: readonly StoredServiceStatus[],
  names: ShownNames,
): Omit<PageAffected, 'before'>[] {
  const byService = new Map(statuses.map(({ service_id, status }) => [service_id, status]));
  return [...names].flatMap(([serviceId, name]) => {
    const status = byService.get(serviceId);
    return status === undefined ? [] : [{ serviceId, name, status }];
  });
}

/** A maintenance as a page shows it at that moment. */
export function showMaintenance(
  row: MaintenanceRow,
  names: ShownNames,
  now: Instant,
): PageMaintenance {
  const startsAt = row.starts_at.getTime();
  const endsAt = row.ends_at.getTime();
  return {
    id: row.maintenance_id,
    title: row.title,
    phase: endsAt <= now ? 'completed' : startsAt <= now ? 'in_progress' : 'scheduled',
    html: row.body_html,
    text: row.body_text,
    startsAt,
    endsAt,
    createdAt: (row.published_at ?? row.created_at).getTime(),
    updatedAt: Math.max(row.updated_at.getTime(), row.published_at?.getTime() ?? 0),
    silent: row.silent,
    affected: namedOnly(row.statuses, names),
  };
}
