import type { HubSettings } from '../../store/status-tables.ts';
import { ATOM_PATH, homeLink, linkBase, RSS_PATH } from './links.ts';
import { imageUrl, type Markup, markup, type Piece, safeUrl, trusted } from './markup.ts';
import { type Speech, speechOf } from './speech.ts';
import type { PageLocale } from './strings.ts';
import { GROUND, styleOf } from './style.ts';

/** What every public page of a hub needs to know of it. */
export interface HubFace {
  readonly slug: string;
  readonly name: string;
  readonly url: string;
  readonly isPrivate: boolean;
  readonly settings: HubSettings;
}

/** An HTML page, and its one style sheet, whose hash belongs into the policy it is sent with. */
export interface HtmlDocument {
  readonly html: string;
  readonly style: string;
}

interface DocumentParts {
  readonly hub: HubFace;
  readonly locale: PageLocale;
  /** Of the window and of search results. */
  readonly title: string;
  readonly description: string;
  /** What is read and shared: the page's own permanent address. */
  readonly canonical: string;
  /** Where this very page is, with its query if it has one; language links add theirs to it. */
  readonly path: string;
  readonly main: Markup;
  readonly footer?: Piece;
  /** Search engines leave it out, whatever the hub says. */
  readonly hidden?: boolean;
  /** Without the way to subscribe: not for who has not entered. */
  readonly bare?: boolean;
}

/** The whole document around what a page says. */
export function renderDocument(parts: DocumentParts): HtmlDocument {
  const { hub, locale, title, main } = parts;
  const speech = speechOf(locale, hub.settings.time_zone);
  const style = styleOf(hub.settings.accent);
  const { html } = {
    html: markup`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>${headOf(parts)}<style>${trusted(style)}</style></head><body>${SYMBOLS}<a class="h skip" href="#main">${speech.strings.skip}</a>${headerOf(parts, speech)}<main id="main">${main}</main>${parts.footer ?? null}</body></html>
`,
  };
  return { html: html.text, style };
}

function headOf({ hub, locale, title, description, canonical, hidden, bare }: DocumentParts) {
  const base = linkBase(hub);
  const isHidden = hidden || hub.isPrivate || hub.settings.indexed === false;
  const image = imageUrl(hub.settings.logo_url);
  const feeds = markup`<link rel="alternate" type="application/atom+xml" title="${hub.name}" href="${base}/${ATOM_PATH}"><link rel="alternate" type="application/rss+xml" title="${hub.name}" href="${base}/${RSS_PATH}">`;
  return [
    markup`<meta name="description" content="${description}"><meta name="theme-color" media="(prefers-color-scheme:light)" content="${GROUND.light}"><meta name="theme-color" media="(prefers-color-scheme:dark)" content="${GROUND.dark}">`,
    markup`<link rel="canonical" href="${canonical}">`,
    markup`<meta property="og:type" content="website"><meta property="og:title" content="${title}"><meta property="og:description" content="${description}"><meta property="og:url" content="${canonical}"><meta property="og:site_name" content="${hub.name}"><meta property="og:locale" content="${locale}">`,
    image?.startsWith('https:') ? markup`<meta property="og:image" content="${image}">` : null,
    image ? markup`<link rel="icon" href="${image}">` : ICON,
    isHidden ? markup`<meta name="robots" content="noindex">` : null,
    bare ? null : feeds,
  ];
}

/** A tab's mark where the hub has no logo: no request for `/favicon.ico` is wanted either. */
const ICON = markup`<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%23475467'/%3E%3Cpath d='M7 20v-4m6 4v-8m6 8V9m6 11v-6' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E">`;

function headerOf({ hub, locale, path, bare }: DocumentParts, { strings }: Speech): Markup {
  const logo = imageUrl(hub.settings.logo_url);
  const home = safeUrl(hub.settings.home_url) ?? homeLink(linkBase(hub));
  const other: PageLocale = locale === 'en' ? 'de' : 'en';
  const otherName = speechOf(other, undefined).strings.languageName;
  const subscribe = bare
    ? null
    : markup`<a class="go" href="${homeLink(linkBase(hub))}#subscribe">${strings.subscribe}</a>`;
  return markup`<header><a class="brand" href="${home}">${logo && markup`<img src="${logo}" alt="" height="32">`}<span dir="auto">${hub.name}</span></a>${subscribe}<a class="go" lang="${other}" hreflang="${other}" href="${path}?lang=${other}">${otherName}</a></header>`;
}

/** The icons of the four states, once a page; told apart by shape alone. */
export const SYMBOLS = markup`<svg width="0" height="0" hidden><symbol id="u" viewBox="0 0 20 20"><path fill-rule="evenodd" d="M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18m4.7 6.9-5.3 6.300a1 1 0 0 1-1.5 0L5.3 11.500a1 1 0 0 1 1.5-1.400l1.8 2 4.6-5.400a1 1 0 0 1 1.5 1.3"/></symbol><symbol id="g" viewBox="0 0 20 20"><path fill-rule="evenodd" d="M11.7 2 19 15.400A2 2 0 0 1 17.3 18.300H2.700A2 2 0 0 1 1 15.400L8.3 2a2 2 0 0 1 3.4 0M10 6a1 1 0 0 0-1 1v4.500a1 1 0 0 0 2 0V7a1 1 0 0 0-1-1m0 7.600a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4"/></symbol><symbol id="x" viewBox="0 0 20 20"><path fill-rule="evenodd" d="M6.7 1h6.600L19 6.700v6.600L13.3 19H6.700L1 13.300V6.700zM7.4 6 6 7.4 8.6 10 6 12.6 7.4 14l2.6-2.600L12.6 14l1.4-1.4-2.6-2.600L14 7.4 12.6 6 10 8.600z"/></symbol><symbol id="m" viewBox="0 0 20 20"><path fill-rule="evenodd" d="M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18m1 4a1 1 0 0 0-2 0v5.400l3.3 3.300a1 1 0 0 0 1.4-1.400L11 9.600z"/></symbol></svg>`;
