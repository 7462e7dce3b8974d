import type { IncomingMessage } from 'node:http';
import { asPageLocale } from '../status-page/render/catalogue.ts';
import type { PageLocale } from '../status-page/render/strings.ts';
import type { ShelfHub } from '../status-page/snapshot-index.ts';
import type { SnapshotShelf } from '../status-page/snapshot-shelf.ts';

/** Which hub's page is meant, and what of it. */
export interface StatusTarget {
  readonly hub: ShelfHub;
  /** Below the page, without a slash in front; empty: the page itself. */
  readonly path: string;
  /** With its question mark; empty without one. */
  readonly query: string;
  /** Where this visitor finds the page: `/status/<slug>`, or nothing on a domain of its own. */
  readonly mount: string;
}

/** Finds what a request is about, or undefined: it is about no hub that there is. */
export type Locate = (request: IncomingMessage) => StatusTarget | undefined;

const PREFIX = '/status/';

/**
 * By the Host header where that is a hub's own domain, else by `/status/<slug>`. An unknown host is
 * one more name of this hub (its address, its name inside of a network): nothing that is sent
 * depends on it. `ownHosts` are never anybody's domain, whoever claims them.
 */
export function createLocate(
  shelf: Pick<SnapshotShelf, 'bySlug' | 'byDomain'>,
  ownHosts: readonly string[],
): Locate {
  return ({ url = '/', headers: { host } }) => {
    const [path, query] = cut(url, '?');
    const byDomain = host === undefined ? undefined : hubOfHost(shelf, host, ownHosts);
    if (byDomain) return { hub: byDomain, path: trimmed(path.slice(1)), query, mount: '' };
    if (!path.startsWith(PREFIX)) return undefined;
    const [slug, rest] = cut(path.slice(PREFIX.length), '/');
    const hub = shelf.bySlug(slug);
    return hub && { hub, path: trimmed(rest.slice(1)), query, mount: PREFIX + slug };
  };
}

/** What comes before a mark, and the rest with it. */
function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

const trimmed = (path: string) => (path.endsWith('/') ? path.slice(0, -1) : path);

function hubOfHost(
  shelf: Pick<SnapshotShelf, 'byDomain'>,
  host: string,
  ownHosts: readonly string[],
): ShelfHub | undefined {
  const name = host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  return ownHosts.includes(name) ? undefined : shelf.byDomain(name);
}

/** The language of an answer: asked for in the URL, else the visitor's first of ours, else the hub's. */
export function localeFor({ hub, query }: StatusTarget, acceptLanguage?: string): PageLocale {
  const asked = query === '' ? undefined : /[?&]lang=(\w+)/.exec(query)?.[1];
  return asPageLocale(asked) ?? preferred(acceptLanguage ?? '') ?? hub.face.settings.locale ?? 'en';
}

// Few different headers come, each of them often.
const MOST_KNOWN = 500;

function remembering<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined || known.has(text)) return answer as T;
    if (known.size >= MOST_KNOWN) known.clear();
    const made = work(text);
    known.set(text, made);
    return made;
  };
}

const preferred = remembering((header): PageLocale | undefined => {
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = options.find((option) => option.startsWith('q='));
      return { locale: asPageLocale(tag.split('-')[0]), weight: Number(weight?.slice(2) ?? 1) };
    })
    .filter(({ locale, weight }) => locale !== undefined && weight > 0);
  // Sorting is stable: of equal weights the first one counts.
  return wanted.sort((a, b) => b.weight - a.weight)[0]?.locale;
});

/** How a body may be encoded. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** The best encoding that an Accept-Encoding header takes. */
export const encodingFor = remembering((header): Encoding => {
  const taken = header
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  if (taken.includes('br')) return 'br';
  return taken.includes('gzip') ? 'gzip' : 'identity';
});
