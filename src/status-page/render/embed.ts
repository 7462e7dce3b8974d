import type { StatusPage } from '../page.ts';
import { stringsOf } from './catalogue.ts';
import { INDICATOR_MARK, icon } from './marks.ts';
import { markup, trusted } from './markup.ts';
import { type HtmlDocument, SYMBOLS } from './shell.ts';
import { speechOf } from './speech.ts';
import type { PageLocale } from './strings.ts';
import { styleOf } from './style.ts';

const FRAME = `body{padding:10px 12px;max-width:none;font-size:14px}
.embed{display:flex;gap:9px;align-items:flex-start;color:inherit;text-decoration:none}
.embed:hover h1{text-decoration:underline}
.embed svg.i{margin-top:.15em;vertical-align:0}
.embed div{min-width:0}.embed .q{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.embed h1{font-size:14px;line-height:22px;font-weight:600}`;

/**
 * One line for a frame inside of other people's pages: the overall state, and what it is about,
 * linked to the page. Transparent apart from its text, so that it suits any ground.
 */
export function renderEmbed(page: StatusPage, locale: PageLocale): HtmlDocument {
  const strings = stringsOf(locale);
  const speech = speechOf(locale, page.settings.time_zone);
  const style = styleOf(page.settings.accent) + FRAME;
  const about = page.active[0]?.title ?? page.maintenances.find(isUnderWay)?.title ?? page.name;
  const { text } = markup`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${strings.title(page.name)}</title><meta name="robots" content="noindex"><style>${trusted(style)}</style></head><body>${SYMBOLS}<main><a class="embed" href="${page.url}" target="_blank" rel="noopener">${icon(INDICATOR_MARK[page.indicator])}<div><h1>${strings.overall[page.indicator]}</h1><span class="q"><bdi>${about}</bdi> · ${strings.asOf} ${speech.time(page.at)}</span></div></a></main></body></html>
`;
  return { html: text, style };
}

const isUnderWay = ({ phase }: StatusPage['maintenances'][number]) => phase === 'in_progress';
