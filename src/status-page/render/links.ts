// Addresses of a public page. `base` is StatusPage.url, or the start of its links (linkBase).

/** Permalink of a report. */
export const reportLink = (base: string, id: string) => `${base}/reports/${id}`;

/** Permalink of a maintenance. */
export const maintenanceLink = (base: string, id: string) => `${base}/maintenances/${id}`;

/** One month of the history: `2026-11`. */
export const monthLink = (base: string, month: string) => `${base}/history/${month}`;

/** Where people subscribe. */
export const subscribeLink = (base: string) => `${base}/subscribe`;

export const ATOM_PATH = 'feed.atom';
export const RSS_PATH = 'feed.rss';
export const CALENDAR_PATH = 'calendar.ics';
export const BADGE_PATH = 'badge.svg';
export const EMBED_PATH = 'embed.html';
export const SUMMARY_PATH = 'api/v2/summary.json';

/**
 * What links on a page begin with. A page below the hub's own address links by path alone, so that
 * it works under every name the hub is reached by; one with a domain of its own leads to that.
 */
export function linkBase(page: { readonly url: string; readonly slug: string }): string {
  const path = new URL(page.url).pathname.replace(/\/$/, '');
  return path.endsWith(`/status/${page.slug}`) ? path : page.url;
}

/** The page itself, for a link. */
export const homeLink = (base: string) => (base === '' ? '/' : base);
