import type { PageComponent, StatusPage } from '../page.ts';
import { renderBars } from './bars.ts';
import { renderDays } from './day-groups.ts';
import { type EventFrame, renderMaintenanceInFull, renderReportInFull } from './events.ts';
import { renderFooter } from './footer.ts';
import { homeLink, linkBase, monthLink, subscribeLink } from './links.ts';
import { INDICATOR_MARK, icon, STATUS_MARK } from './marks.ts';
import { type Markup, markup, type Piece } from './markup.ts';
import { type HtmlDocument, renderDocument } from './shell.ts';
import { type Speech, speechOf } from './speech.ts';
import type { PageLocale } from './strings.ts';

/** Past events on the main page; the rest is in the history. */
const MOST_PAST = 12;

/** How the page is to be rendered. */
export interface RenderOptions {
  readonly locale: PageLocale;
  /** With the note that it could not be brought up to date for a while. */
  readonly stale?: boolean;
}

/** The public page of a hub: what is wrong now, every component, what comes, what was. */
export function renderPage(page: StatusPage, { locale, stale }: RenderOptions): HtmlDocument {
  const speech = speechOf(locale, page.settings.time_zone);
  const { strings } = speech;
  const base = linkBase(page);
  const frame: EventFrame = { speech, base, heading: 'linked' };
  const description = page.settings.description ?? strings.overall[page.indicator];
  const underWay = page.maintenances.filter(({ phase }) => phase === 'in_progress');
  const upcoming = page.maintenances.filter(({ phase }) => phase === 'scheduled');
  const main = markup`${stale ? staleNote(page, speech) : null}${overall(page, speech)}${section(
    strings.active,
    page.active.map((report) => renderReportInFull(report, frame)),
  )}${section(
    strings.underWay,
    underWay.map((item) => renderMaintenanceInFull(item, frame)),
  )}${section(strings.components, components(page, speech))}${section(
    strings.upcoming,
    upcoming.map((item) => renderMaintenanceInFull(item, frame)),
  )}${past(page, frame)}${subscribe(page, speech)}`;
  return renderDocument({
    hub: page,
    locale,
    title: strings.title(page.name),
    description,
    canonical: page.url,
    path: homeLink(base),
    main,
    footer: renderFooter(page, speech, page.at),
  });
}

function staleNote(page: StatusPage, { strings, time }: Speech): Markup {
  return markup`<p class="stale" role="status">${icon('g')} ${strings.stale} ${strings.asOf} ${time(page.at)}.</p>`;
}

function overall(page: StatusPage, { strings, time }: Speech): Markup {
  const about = page.settings.description;
  return markup`${about ? markup`<p class="about" dir="auto">${about}</p>` : null}<div class="overall">${icon(INDICATOR_MARK[page.indicator])}<div><h1>${strings.overall[page.indicator]}</h1><p class="q">${strings.asOf} ${time(page.at)}</p></div></div>`;
}

function section(title: string, content: Piece): Piece {
  if (content === null || (Array.isArray(content) && content.length === 0)) return null;
  return markup`<section><h2>${title}</h2>${content}</section>`;
}

function components(page: StatusPage, speech: Speech): Piece {
  const { strings } = speech;
  if (page.components.length === 0) return markup`<p class="q">${strings.noComponents}</p>`;
  const groups = Map.groupBy(page.components, ({ group }) => group);
  return [...groups].map(([group, members]) => {
    const rows = markup`<ul>${members.map((component) => row(component, speech, group !== null))}</ul>`;
    if (group !== null) return markup`<h3 class="group" dir="auto">${group}</h3>${rows}`;
    if (groups.size === 1) return rows;
    return markup`<h3 class="h">${strings.otherComponents}</h3>${rows}`;
  });
}

function row(component: PageComponent, speech: Speech, grouped: boolean): Markup {
  const { strings } = speech;
  const mark = STATUS_MARK[component.status];
  const during =
    component.inMaintenance && component.status !== 'maintenance' && ` · ${strings.inMaintenance}`;
  const about =
    component.description && markup`<p class="q" dir="auto">${component.description}</p>`;
  const name = grouped ? 'h4' : 'h3';
  const title =
    name === 'h4'
      ? markup`<h4 dir="auto">${component.name}</h4>`
      : markup`<h3 dir="auto">${component.name}</h3>`;
  return markup`<li class="row"><div class="line">${title}<span class="st ${mark}">${icon(mark)} ${strings.status[component.status]}${during}</span></div>${about}${renderBars(component, speech)}</li>`;
}

function past(page: StatusPage, frame: EventFrame): Markup {
  const { strings, month } = frame.speech;
  const events = { reports: page.past, maintenances: page.pastMaintenances };
  const { html } = renderDays(events, frame, MOST_PAST);
  const months = page.months
    .slice(0, 12)
    .map((item) => markup`<li><a href="${monthLink(frame.base, item)}">${month(item)}</a></li>`);
  const days = page.settings.days ?? 90;
  return markup`<section><h2>${strings.past}</h2>${html.length > 0 ? html : markup`<p class="q">${strings.pastNone(days)}</p>`}${months.length > 0 && markup`<ul class="months q" aria-label="${strings.history}">${months}</ul>`}</section>`;
}

/** Works without a script: the form goes where subscriptions are made. */
function subscribe(page: StatusPage, { strings, locale }: Speech): Markup {
  const link = subscribeLink(linkBase(page));
  return markup`<section id="subscribe"><h2>${strings.subscribe}</h2><form method="post" action="${link}?lang=${locale}"><label for="email">${strings.email}</label><div class="sub"><input id="email" name="email" type="email" autocomplete="email" required maxlength="254"><button>${strings.subscribeByMail}</button></div></form><p class="links"><a href="${link}?lang=${locale}">${strings.otherWays}</a></p></section>`;
}
