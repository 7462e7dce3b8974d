import type { Instant } from '../../kernel/time.ts';
import { ATOM_PATH, CALENDAR_PATH, linkBase, RSS_PATH, SUMMARY_PATH } from './links.ts';
import { type Markup, markup, safeUrl } from './markup.ts';
import type { HubFace } from './shell.ts';
import type { Speech } from './speech.ts';

/** The end of a page: as of when, in which zone, and the same for machines. */
export function renderFooter(hub: HubFace, speech: Speech, at: Instant | null): Markup {
  const { strings, time, zone, zoneAt } = speech;
  const base = linkBase(hub);
  const support = safeUrl(hub.settings.support_url);
  const named = at === null || zoneAt(at) === zone ? zone : `${zone} (${zoneAt(at)})`;
  const asOf = at === null ? null : markup`${strings.asOf} ${time(at)}. `;
  return markup`<footer><p>${asOf}${strings.timesIn(named)}</p><p class="links"><a href="${base}/${ATOM_PATH}">Atom</a><a href="${base}/${RSS_PATH}">RSS</a><a href="${base}/${CALENDAR_PATH}">${strings.calendar}</a><a href="${base}/${SUMMARY_PATH}">JSON</a>${support && markup`<a href="${support}">${strings.support}</a>`}</p></footer>`;
}
