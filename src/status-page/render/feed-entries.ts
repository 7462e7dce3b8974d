import type { Instant } from '../../kernel/time.ts';
import type { PageMaintenance, PageReport, StatusPage } from '../page.ts';
import { maintenanceLink, reportLink } from './links.ts';
import { type Markup, markup, trusted } from './markup.ts';
import { type Speech, speechOf } from './speech.ts';
import type { PageLocale } from './strings.ts';

/** Entries in a feed. */
const MOST_ENTRIES = 50;

/** A report or maintenance as feeds tell it. */
export interface FeedEntry {
  /** Permalink; also its identity. */
  readonly link: string;
  readonly title: string;
  readonly publishedAt: Instant;
  readonly updatedAt: Instant;
  /** Sanitised HTML; goes into the feed escaped. */
  readonly html: string;
  readonly text: string;
}

/** What a page's feeds say, the latest changed first. */
export function feedEntries(page: StatusPage, locale: PageLocale): readonly FeedEntry[] {
  const speech = speechOf(locale, page.settings.time_zone);
  const reports = [...page.active, ...page.past].map((one) => ofReport(page, one, speech));
  const maintenances = [...page.maintenances, ...page.pastMaintenances].map((one) =>
    ofMaintenance(page, one, speech),
  );
  return [...reports, ...maintenances]
    .sort((a, b) => b.updatedAt - a.updatedAt || (a.link < b.link ? -1 : 1))
    .slice(0, MOST_ENTRIES);
}

function ofReport({ url }: StatusPage, report: PageReport, speech: Speech): FeedEntry {
  const { strings, moment } = speech;
  const updates: Markup[] = [];
  const lines: string[] = [];
  for (const { state, at, html, text } of report.updates) {
    updates.push(
      markup`<p><strong>${strings.state[state]}</strong> – ${moment(at)}</p>${trusted(html)}`,
    );
    lines.push(`${strings.state[state]} – ${moment(at)}\n${text}`);
  }
  return {
    link: reportLink(url, report.id),
    title: `${strings.state[report.state]}: ${report.title}`,
    publishedAt: report.createdAt,
    updatedAt: report.updatedAt,
    html: updates.join('\n'),
    text: lines.join('\n\n'),
  };
}

function ofMaintenance({ url }: StatusPage, item: PageMaintenance, speech: Speech): FeedEntry {
  const { strings, span } = speech;
  const window = span(item.startsAt, item.endsAt);
  const kind = `${strings.maintenance}, ${strings.phase[item.phase]}`;
  return {
    link: maintenanceLink(url, item.id),
    title: `${kind}: ${item.title}`,
    publishedAt: item.createdAt,
    updatedAt: item.updatedAt,
    html: markup`<p><strong>${window}</strong></p>${trusted(item.html)}`.text,
    text: `${window}\n${item.text}`,
  };
}
