import { createHash } from 'node:crypto';
import type { HistoryMonth, StatusPage } from './page.ts';
import { renderAtlassian } from './render/atlassian.ts';
import { renderBadge } from './render/badge.ts';
import { renderCalendar } from './render/calendar.ts';
import { PAGE_LOCALES } from './render/catalogue.ts';
import { renderEmbed } from './render/embed.ts';
import { renderAtom, renderRss } from './render/feeds.ts';
import { ATOM_PATH, BADGE_PATH, CALENDAR_PATH, EMBED_PATH, RSS_PATH } from './render/links.ts';
import { renderMonth } from './render/render-month.ts';
import { renderPage } from './render/render-page.ts';
import { renderMaintenance, renderReport } from './render/render-report.ts';
import type { HtmlDocument } from './render/shell.ts';
import type { PageLocale } from './render/strings.ts';
import type { PlainText } from './snapshot-text.ts';

export const HTML_TYPE = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Reports and maintenances whose permalinks are in the snapshot; older ones come from the database. */
const MOST_PERMALINKS = 200;

/** Everything that is asked of a hub's page, in every language, as it is sent. */
export function makeSnapshot(
  page: StatusPage,
  months: readonly HistoryMonth[],
): readonly PlainText[] {
  return [
    ...PAGE_LOCALES.flatMap((locale) => documentsIn(page, locale, months)),
    ...machineReadable(page),
  ];
}

function documentsIn(
  page: StatusPage,
  locale: PageLocale,
  months: readonly HistoryMonth[],
): readonly PlainText[] {
  const url = new URL(page.url);
  const document = (path: string, html: HtmlDocument, hot = false, stale = false): PlainText => ({
    path,
    locale,
    stale,
    hot,
    type: HTML_TYPE,
    policy: policyOf(html.style, url.origin, path === EMBED_PATH ? '*' : "'none'"),
    body: html.html,
  });
  const reports = [...page.active, ...page.past].slice(0, MOST_PERMALINKS);
  const maintenances = [...page.maintenances, ...page.pastMaintenances];
  return [
    document('', renderPage(page, { locale }), true),
    document('', renderPage(page, { locale, stale: true }), true, true),
    document(EMBED_PATH, renderEmbed(page, locale), true),
    ...months.map((month) =>
      document(`history/${month.month}`, renderMonth(page, month, page.months, locale)),
    ),
    ...reports.map((report) =>
      document(`reports/${report.id}`, renderReport(page, report, locale)),
    ),
    ...maintenances
      .slice(0, MOST_PERMALINKS)
      .map((item) => document(`maintenances/${item.id}`, renderMaintenance(page, item, locale))),
    { ...plain(BADGE_PATH, 'image/svg+xml', renderBadge(page, locale)), locale },
  ];
}

function machineReadable(page: StatusPage): readonly PlainText[] {
  const locale = page.settings.locale ?? 'en';
  const shapes = [...renderAtlassian(page)].map(([path, body]) =>
    plain(path, JSON_TYPE, JSON.stringify(body)),
  );
  return [
    ...shapes,
    plain(ATOM_PATH, 'application/atom+xml; charset=utf-8', renderAtom(page, locale)),
    plain(RSS_PATH, 'application/rss+xml; charset=utf-8', renderRss(page, locale)),
    plain(CALENDAR_PATH, 'text/calendar; charset=utf-8', renderCalendar(page, locale)),
  ];
}

function plain(path: string, type: string, body: string): PlainText {
  return { path, type, body, locale: null, stale: false, policy: null, hot: true };
}

/**
 * Nothing but the one style sheet and images; forms go to this host, or where the page's links
 * lead. `frames`: who may show it inside of their pages.
 */
export function policyOf(style: string, origin: string, frames: "'none'" | '*'): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "img-src 'self' https: data:",
    `form-action 'self' ${origin}`,
    "base-uri 'none'",
    `frame-ancestors ${frames}`,
  ].join('; ');
}
