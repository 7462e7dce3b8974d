import type { NoticeContent } from '../store/status-tables.ts';
import type { NoticeRow } from './notice-queries.ts';
import type { PageMaintenance, PageReport } from './page.ts';
import type { ShownComponentRow } from './page-queries.ts';

/**
 * A notice's content as one hub tells it: only components that the hub shows, as it calls them. What
 * is announced to several hubs at once may name services that some of them hide.
 */
export function contentFor(
  content: NoticeContent,
  shown: readonly Pick<ShownComponentRow, 'service_id' | 'name'>[],
): NoticeContent {
  const names = new Map(shown.map((row) => [row.service_id, row.name]));
  const statuses = content.statuses.flatMap(({ service_id, status }) => {
    const name = names.get(service_id);
    return name === undefined ? [] : [{ service_id, status, name }];
  });
  return { ...content, statuses };
}

/** The report or maintenance as the notice alone tells of it, for one that is no longer shown. */
export function subjectOf(
  notice: Pick<NoticeRow, 'kind' | 'subject_id' | 'update_id' | 'created_at'>,
  content: NoticeContent,
): PageReport | PageMaintenance {
  const at = notice.created_at.getTime();
  const affected = content.statuses.map(({ service_id: serviceId, name, status }) => ({
    serviceId,
    name,
    status,
  }));
  const common = { id: notice.subject_id, title: content.title, createdAt: at, updatedAt: at };
  if (content.ends_at !== null) {
    const { body_html: html, body_text: text, starts_at: startsAt, ends_at: endsAt } = content;
    const rest = { html, text, startsAt, endsAt, silent: false, affected };
    return { ...common, phase: 'completed', ...rest };
  }
  const state = content.state ?? 'investigating';
  const update = {
    id: notice.update_id,
    title: content.title,
    state,
    html: content.body_html,
    text: content.body_text,
    at: content.starts_at,
    createdAt: at,
    updatedAt: at,
    silent: false,
    affected: affected.map((one) => ({ ...one, before: one.status })),
  };
  return {
    ...common,
    state,
    impact: 'none',
    startedAt: content.starts_at,
    monitoringAt: null,
    resolvedAt: state === 'resolved' ? content.starts_at : null,
    updates: [update],
    affected,
  };
}
