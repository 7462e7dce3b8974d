import type { StatusPage } from '../page.ts';
import { stringsOf } from './catalogue.ts';
import { INDICATOR_MARK, type Mark } from './marks.ts';
import { markup } from './markup.ts';
import type { PageLocale } from './strings.ts';

/** White on these is read well (AA). */
const COLOR: Readonly<Record<Mark, string>> = {
  u: '#17673a',
  g: '#8a5300',
  x: '#b3131b',
  m: '#1d5c95',
};

const HEIGHT = 20;
const PADDING = 7;
const LONGEST_LABEL = 60;

/** A badge for other people's pages: the hub's name and its state, in colours and in words. */
export function renderBadge(page: StatusPage, locale: PageLocale): string {
  const strings = stringsOf(locale);
  const label = shortened(page.name);
  const state = strings.badge[page.indicator];
  const left = widthOf(label) + 2 * PADDING;
  const right = widthOf(state) + 2 * PADDING;
  const text = (x: number, said: string, width: number) =>
    markup`<text x="${x}" y="14" textLength="${width}" lengthAdjust="spacingAndGlyphs">${said}</text>`;
  const title = `${label}: ${state}`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" role="img" aria-label="${title}"><title>${title}</title><clipPath id="r"><rect width="${left + right}" height="${HEIGHT}" rx="4"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="#3d4148"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="${COLOR[INDICATOR_MARK[page.indicator]]}"/></g><g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${text(PADDING, label, left - 2 * PADDING)}${text(left + PADDING, state, right - 2 * PADDING)}</g></svg>
`.text;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_LABEL
    ? text
    : `${characters.slice(0, LONGEST_LABEL - 1).join('')}…`;
}

const NARROW = /[ilj.,:;'|!()[\]tfr ]/;
const WIDE = /[mwMW@%…—\u0250-\u{10ffff}]/u;

/** About as wide as Verdana 11 px draws it; `textLength` makes it exact. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    if (NARROW.test(char)) width += 4.2;
    else if (WIDE.test(char)) width += 10.6;
    else width += /[A-Z]/.test(char) ? 7.9 : 6.8;
  }
  return Math.ceil(width);
}
