import type { HistoryMonth } from '../page.ts';
import { renderDays } from './day-groups.ts';
import { renderFooter } from './footer.ts';
import { homeLink, linkBase, monthLink } from './links.ts';
import { markup } from './markup.ts';
import { type HtmlDocument, type HubFace, renderDocument } from './shell.ts';
import { speechOf } from './speech.ts';
import type { PageLocale } from './strings.ts';

/**
 * A month of a page's history. `months`: all there are, the newest first, to turn to the one before
 * and after it.
 */
export function renderMonth(
  page: HubFace,
  month: HistoryMonth,
  months: readonly string[],
  locale: PageLocale,
): HtmlDocument {
  const speech = speechOf(locale, page.settings.time_zone);
  const { strings } = speech;
  const base = linkBase(page);
  const title = strings.historyOf(speech.month(month.month));
  const { html } = renderDays(month, { speech, base, heading: 'linked' });
  const newer = months.findLast((other) => other > month.month);
  const older = months.find((other) => other < month.month);
  const turn = (to: string | undefined, text: string) =>
    to === undefined
      ? markup`<span></span>`
      : markup`<a href="${monthLink(base, to)}">${text}: ${speech.month(to)}</a>`;
  return renderDocument({
    hub: page,
    locale,
    title: `${title} – ${page.name}`,
    description: title,
    canonical: monthLink(page.url, month.month),
    path: monthLink(base, month.month),
    main: markup`<h1 class="title">${title}</h1><h2 class="h">${strings.past}</h2>${html.length > 0 ? html : markup`<p class="q">${strings.historyNone}</p>`}<nav class="turn" aria-label="${strings.history}">${turn(older, `← ${strings.older}`)}${turn(newer, `${strings.newer}`)}</nav><nav class="turn"><a href="${homeLink(base)}">← ${strings.backTo(page.name)}</a></nav>`,
    footer: renderFooter(page, speech, null),
  });
}
