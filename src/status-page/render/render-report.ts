import type { PageMaintenance, PageReport, StatusPage } from '../page.ts';
import { renderMaintenanceInFull, renderReportInFull } from './events.ts';
import { renderFooter } from './footer.ts';
import { homeLink, linkBase, maintenanceLink, reportLink } from './links.ts';
import { type Markup, markup } from './markup.ts';
import { type HtmlDocument, type HubFace, renderDocument } from './shell.ts';
import { type Speech, speechOf } from './speech.ts';
import type { PageLocale } from './strings.ts';

/** Characters of a description for search results. */
const DESCRIPTION = 200;

/** A report on a page of its own: its permalink. Only while it is open it says as of when. */
export function renderReport(
  page: HubFace & Pick<StatusPage, 'at'>,
  report: PageReport,
  locale: PageLocale,
): HtmlDocument {
  const speech = speechOf(locale, page.settings.time_zone);
  const base = linkBase(page);
  const { strings } = speech;
  const said = report.updates[0]?.text ?? '';
  return renderDocument({
    hub: page,
    locale,
    title: `${strings.state[report.state]}: ${report.title} – ${page.name}`,
    description: said.slice(0, DESCRIPTION).toWellFormed(),
    canonical: reportLink(page.url, report.id),
    path: reportLink(base, report.id),
    main: markup`${renderReportInFull(report, { speech, base, heading: 'page' })}${back(page, speech)}`,
    footer: renderFooter(page, speech, report.state === 'resolved' ? null : page.at),
  });
}

/** A maintenance on a page of its own. */
export function renderMaintenance(
  page: HubFace & Pick<StatusPage, 'at'>,
  item: PageMaintenance,
  locale: PageLocale,
): HtmlDocument {
  const speech = speechOf(locale, page.settings.time_zone);
  const base = linkBase(page);
  const { strings, span } = speech;
  return renderDocument({
    hub: page,
    locale,
    title: `${strings.maintenance}: ${item.title} – ${page.name}`,
    description: `${span(item.startsAt, item.endsAt)}. ${item.text}`
      .slice(0, DESCRIPTION)
      .toWellFormed(),
    canonical: maintenanceLink(page.url, item.id),
    path: maintenanceLink(base, item.id),
    main: markup`${renderMaintenanceInFull(item, { speech, base, heading: 'page' })}${back(page, speech)}`,
    footer: renderFooter(page, speech, item.phase === 'completed' ? null : page.at),
  });
}

function back(page: HubFace, { strings }: Speech): Markup {
  return markup`<nav class="turn"><a href="${homeLink(linkBase(page))}">← ${strings.backTo(page.name)}</a></nav>`;
}
