import { homeLink, linkBase } from './links.ts';
import { markup } from './markup.ts';
import { type HtmlDocument, type HubFace, renderDocument } from './shell.ts';
import { speechOf } from './speech.ts';
import type { PageLocale } from './strings.ts';

/** What could not be shown: nothing is there, or it cannot be had right now. */
export type PageFault = 'not_found' | 'unavailable';

/** A page of the hub that says why there is nothing to see, and leads back. */
export function renderError(hub: HubFace, fault: PageFault, locale: PageLocale): HtmlDocument {
  const { strings } = speechOf(locale, hub.settings.time_zone);
  const base = linkBase(hub);
  const isLost = fault === 'not_found';
  const title = isLost ? strings.notFoundTitle : strings.unavailableTitle;
  const text = isLost ? strings.notFoundText : strings.unavailableText;
  return renderDocument({
    hub,
    locale,
    title: `${title} – ${hub.name}`,
    description: text,
    canonical: hub.url,
    path: homeLink(base),
    main: markup`<h1 class="title">${title}</h1><p>${text}</p><nav class="turn"><a href="${homeLink(base)}">← ${strings.backTo(hub.name)}</a></nav>`,
    hidden: true,
    bare: true,
  });
}

/** Why the form is shown again. */
export type EntryFault = 'wrong' | 'too_many';

/** The form of a private page. It tells nothing of the hub but its name and look. */
export function renderEntry(
  hub: HubFace,
  locale: PageLocale,
  fault: EntryFault | null,
): HtmlDocument {
  const { strings } = speechOf(locale, hub.settings.time_zone);
  const base = linkBase(hub);
  const said = fault === 'wrong' ? strings.wrongPassword : strings.tooManyAttempts;
  return renderDocument({
    hub,
    locale,
    title: strings.title(hub.name),
    description: strings.privateTitle,
    canonical: hub.url,
    path: homeLink(base),
    main: markup`<h1 class="title">${strings.privateTitle}</h1><p class="q">${strings.privateText}</p><form method="post" action="${base}/enter?lang=${locale}"><label for="password">${strings.password}</label>${fault && markup`<p class="error" id="fault" role="alert">${said}</p>`}<div class="sub"><input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${fault ? markup` aria-invalid="true" aria-describedby="fault"` : null}><button>${strings.enter}</button></div></form>`,
    hidden: true,
    bare: true,
  });
}
