import type { Instant } from '../../kernel/time.ts';
import type { PageMaintenance, PageReport } from '../page.ts';
import { type EventFrame, renderMaintenanceInBrief, renderReportInBrief } from './events.ts';
import { type Markup, markup } from './markup.ts';

interface Occurrence {
  readonly at: Instant;
  readonly html: () => Markup;
}

/**
 * Past events by the day (of the hub's zone) they began on, the latest first: `most` of them, and
 * how many were left out.
 */
export function renderDays(
  events: {
    readonly reports: readonly PageReport[];
    readonly maintenances: readonly PageMaintenance[];
  },
  frame: EventFrame,
  most = Number.POSITIVE_INFINITY,
): { readonly html: readonly Markup[]; readonly leftOut: number } {
  const all: readonly Occurrence[] = [
    ...events.reports.map((report) => ({
      at: report.startedAt,
      html: () => renderReportInBrief(report, frame),
    })),
    ...events.maintenances.map((item) => ({
      at: item.startsAt,
      html: () => renderMaintenanceInBrief(item, frame),
    })),
  ].sort((a, b) => b.at - a.at);
  const shown = all.slice(0, most);
  const byDay = Map.groupBy(shown, ({ at }) => frame.speech.day(at));
  const html = [...byDay].map(
    ([day, items]) =>
      markup`<section class="past"><h3>${day}</h3><ul>${items.map((item) => item.html())}</ul></section>`,
  );
  return { html, leftOut: all.length - shown.length };
}
