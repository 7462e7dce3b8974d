import { formatInstant } from '../../kernel/time.ts';
import type { StatusPage } from '../page.ts';
import { stringsOf } from './catalogue.ts';
import { type FeedEntry, feedEntries } from './feed-entries.ts';
import { ATOM_PATH, RSS_PATH } from './links.ts';
import { markup } from './markup.ts';
import type { PageLocale } from './strings.ts';

// HTML stands in feeds as escaped text, never in CDATA: there is no end mark to break out of.

/** Atom 1.0 (RFC 4287). */
export function renderAtom(page: StatusPage, locale: PageLocale): string {
  const entries = feedEntries(page, locale).map(
    (
      entry,
    ) => markup`<entry><id>${entry.link}</id><title>${entry.title}</title><link rel="alternate" type="text/html" href="${entry.link}"/><published>${formatInstant(entry.publishedAt)}</published><updated>${formatInstant(entry.updatedAt)}</updated><content type="html">${entry.html}</content></entry>
`,
  );
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}"><id>${page.url}/</id><title>${titleOf(page, locale)}</title><link rel="alternate" type="text/html" href="${page.url}"/><link rel="self" type="application/atom+xml" href="${page.url}/${ATOM_PATH}"/><author><name>${page.name}</name></author><updated>${formatInstant(page.updatedAt)}</updated>
${entries}</feed>
`.text;
}

/** RSS 2.0. */
export function renderRss(page: StatusPage, locale: PageLocale): string {
  const items = feedEntries(page, locale).map(
    (
      entry,
    ) => markup`<item><title>${entry.title}</title><link>${entry.link}</link><guid isPermaLink="true">${entry.link}</guid><pubDate>${rfc822(entry)}</pubDate><description>${entry.html}</description></item>
`,
  );
  return markup`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${titleOf(page, locale)}</title><link>${page.url}</link><description>${stringsOf(locale).overall[page.indicator]}</description><language>${locale}</language><lastBuildDate>${new Date(page.updatedAt).toUTCString()}</lastBuildDate><atom:link rel="self" type="application/rss+xml" href="${page.url}/${RSS_PATH}"/>
${items}</channel></rss>
`.text;
}

const titleOf = (page: StatusPage, locale: PageLocale) => stringsOf(locale).title(page.name);

/** An item is dated by its last change: readers show what is new by it. */
const rfc822 = ({ updatedAt }: FeedEntry) => new Date(updatedAt).toUTCString();
