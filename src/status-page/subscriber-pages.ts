import type { SubscriberChannel } from '../store/status-tables.ts';
import { PAGE_LOCALES, stringsOf } from './render/catalogue.ts';
import { homeLink, linkBase, subscribeLink } from './render/links.ts';
import { type Markup, markup, type Piece } from './render/markup.ts';
import { type HtmlDocument, type HubFace, renderDocument } from './render/shell.ts';
import type { PageLocale } from './render/strings.ts';
import type { OwnSubscription } from './subscriber-self.ts';
import { type SubscriberWords, subscriberWordsOf } from './subscriber-words.ts';

// Pages about subscriptions: forms that work without a script. A GET never changes anything.

/** Whose page, in which language. */
export interface Visit {
  readonly hub: HubFace;
  readonly locale: PageLocale;
}

/** What the form for a new subscription is filled with. */
export interface SubscribeForm {
  readonly channels: readonly SubscriberChannel[];
  readonly components: OwnSubscription['components'];
  readonly channel: SubscriberChannel;
  readonly address: string;
  /** Null: everything. */
  readonly chosen: readonly string[] | null;
  /** Why it is shown again. */
  readonly fault: string | null;
}

/** The form for a new subscription. */
export function renderSubscribe(visit: Visit, form: SubscribeForm): HtmlDocument {
  const { hub, locale } = visit;
  const words = subscriberWordsOf(locale);
  const action = subscribeLink(linkBase(hub));
  const ways = form.channels.map(
    (channel) =>
      markup`<label><input type="radio" name="channel" value="${channel}"${checked(channel === form.channel)}> ${words.channel[channel]}</label>`,
  );
  const offersMail = form.channels.includes('email');
  return page(visit, {
    title: words.subscribeTitle,
    path: action,
    main: markup`${form.fault !== null && markup`<p class="error" id="fault" role="alert">${form.fault}</p>`}<form method="post" action="${action}?lang=${locale}"><fieldset><legend>${words.how}</legend>${ways}${!offersMail && markup`<p class="q">${words.noMail}</p>`}</fieldset><p><label for="address">${words.address}</label><input id="address" name="address" value="${form.address}" required maxlength="2000" autocapitalize="none" spellcheck="false" aria-describedby="hint${form.fault === null ? '' : ' fault'}"${form.fault !== null && markup` aria-invalid="true"`}></p><p class="q" id="hint">${words.addressHint}</p>${components(words, form.components, form.chosen)}<p><button>${words.subscribe}</button></p></form>`,
  });
}

/** The one answer to whoever subscribes whomever. */
export function renderAccepted(visit: Visit, channel: SubscriberChannel): HtmlDocument {
  const words = subscriberWordsOf(visit.locale);
  return page(visit, {
    title: words.acceptedTitle,
    path: subscribeLink(linkBase(visit.hub)),
    main: markup`<p role="status">${words.accepted[channel]}</p>`,
  });
}

/** What a link leads to; `path` is the link itself, without a query. */
export interface LinkPage {
  readonly path: string;
  readonly own: OwnSubscription;
}

/** A button to press: following the link alone confirms nothing. */
export function renderConfirm(visit: Visit, { path, own }: LinkPage): HtmlDocument {
  const words = subscriberWordsOf(visit.locale);
  return page(visit, {
    title: words.confirmTitle,
    path,
    main: markup`<p>${words.confirmText(own.label, visit.hub.name)}</p>${button(path, visit, words.confirm)}`,
  });
}

/** After confirming: where to go on. */
export function renderConfirmed(visit: Visit, { path, own }: LinkPage): HtmlDocument {
  const words = subscriberWordsOf(visit.locale);
  return page(visit, {
    title: words.confirmedTitle,
    path,
    main: markup`<p role="status">${words.confirmedText(own.label, visit.hub.name)}</p>${secret(words, own)}<p><a href="${own.manageUrl}">${words.manageLink}</a></p>`,
  });
}

/** What one is told, to be changed. */
export function renderManage(
  visit: Visit,
  { path, own }: LinkPage,
  isSaved: boolean,
): HtmlDocument {
  const words = subscriberWordsOf(visit.locale);
  const { label, serviceIds } = own;
  const languages = PAGE_LOCALES.map(
    (locale) =>
      markup`<label><input type="radio" name="locale" value="${locale}"${checked(locale === own.locale)}> <span lang="${locale}">${stringsOf(locale).languageName}</span></label>`,
  );
  return page(visit, {
    title: words.manageTitle,
    path,
    main: markup`${isSaved && markup`<p role="status"><b>${words.saved}</b></p>`}<p>${words.manageText(label, visit.hub.name)}</p><form method="post" action="${path}?lang=${visit.locale}"><input type="hidden" name="action" value="save">${components(words, own.components, serviceIds)}<fieldset><legend>${words.language}</legend>${languages}</fieldset><p><button>${words.save}</button></p></form>${secret(words, own)}<section><h2>${words.unsubscribeTitle}</h2><p>${words.unsubscribeText(label, visit.hub.name)}</p>${button(path, visit, words.unsubscribe, 'unsubscribe')}</section>`,
  });
}

/** A button to press: following the link alone ends nothing. */
export function renderUnsubscribe(visit: Visit, { path, own }: LinkPage): HtmlDocument {
  const words = subscriberWordsOf(visit.locale);
  return page(visit, {
    title: words.unsubscribeTitle,
    path,
    main: markup`<p>${words.unsubscribeText(own.label, visit.hub.name)}</p>${button(path, visit, words.unsubscribe)}`,
  });
}

/** After leaving. */
export function renderUnsubscribed(visit: Visit, { path, own }: LinkPage): HtmlDocument {
  const words = subscriberWordsOf(visit.locale);
  return page(visit, {
    title: words.unsubscribedTitle,
    path,
    main: markup`<p role="status">${words.unsubscribedText(own.label, visit.hub.name)}</p>`,
  });
}

interface PageParts {
  readonly title: string;
  readonly path: string;
  readonly main: Piece;
}

function page({ hub, locale }: Visit, { title, path, main }: PageParts): HtmlDocument {
  const base = linkBase(hub);
  const back = stringsOf(locale).backTo(hub.name);
  return renderDocument({
    hub,
    locale,
    title: `${title} – ${hub.name}`,
    description: title,
    canonical: subscribeLink(hub.url),
    path,
    main: markup`<h1 class="title">${title}</h1><div class="form">${main}</div><nav class="turn"><a href="${homeLink(base)}">← ${back}</a></nav>`,
    hidden: true,
    bare: true,
  });
}

function components(
  words: SubscriberWords,
  list: OwnSubscription['components'],
  chosen: readonly string[] | null,
): Markup | null {
  if (list.length === 0) return null;
  const boxes = list.map(
    ({ id, name }) =>
      markup`<label><input type="checkbox" name="components" value="${id}"${checked(chosen?.includes(id) ?? false)}> <span dir="auto">${name}</span></label>`,
  );
  return markup`<fieldset><legend>${words.what}</legend><label><input type="radio" name="scope" value="all"${checked(chosen === null)}> ${words.everything}</label><label><input type="radio" name="scope" value="some"${checked(chosen !== null)}> ${words.onlyThese}</label><div class="choices">${boxes}</div></fieldset>`;
}

function secret(words: SubscriberWords, own: OwnSubscription): Markup | null {
  if (own.secret === null) return null;
  return markup`<section><h2>${words.secretTitle}</h2><p class="q">${words.secretText}</p><p><code>${own.secret}</code></p></section>`;
}

function button(path: string, { locale }: Visit, label: string, action?: string): Markup {
  const hidden = action && markup`<input type="hidden" name="action" value="${action}">`;
  return markup`<form method="post" action="${path}?lang=${locale}">${hidden ?? null}<p><button>${label}</button></p></form>`;
}

const checked = (is: boolean) => (is ? markup` checked` : null);
