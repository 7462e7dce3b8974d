import type { NoticeContent, StatusNoticeKind } from '../store/status-tables.ts';
import { type MailParts, mailHtml, mailText } from './mail-layout.ts';
import { type NoticeWords, noticeWordsOf } from './notice-words.ts';
import { readableAccent } from './render/accent.ts';
import { maintenanceLink, reportLink } from './render/links.ts';
import { markup, trusted } from './render/markup.ts';
import { type Speech, speechOf } from './render/speech.ts';
import type { PageLocale } from './render/strings.ts';

/** A hub as a mail speaks of it. */
export interface MailHub {
  readonly name: string;
  /** Absolute, without a trailing slash. */
  readonly url: string;
  /** `#rrggbb`; undefined: ours. */
  readonly accent: string | undefined;
  readonly timeZone: string | undefined;
}

/** A notice as a hub tells it: only components that it shows, under the names it gives them. */
export interface ToldNotice {
  readonly kind: StatusNoticeKind;
  readonly subjectId: string;
  readonly content: NoticeContent;
}

/** Links of one subscriber. */
export interface RecipientLinks {
  readonly manage: string;
  readonly unsubscribe: string;
}

/** What a mail is made of. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The mail of a notice (design/ui.md, "Mail"): the subject carries the state and the name, the first
 * line is the update, one main link.
 */
export function renderNoticeMail(
  hub: MailHub,
  notice: ToldNotice,
  locale: PageLocale,
  links: RecipientLinks,
): RenderedMail {
  const words = noticeWordsOf(locale);
  const speech = speechOf(locale, hub.timeZone);
  const { content } = notice;
  const label = labelOf(notice, words, speech);
  const parts: MailParts = {
    locale,
    lead: leadOf(content, words, label),
    title: content.title,
    facts: factsOf(notice, words, speech, label),
    link: { label: words.open, url: permalinkOf(hub.url, notice) },
    notes: [words.reason(hub.name)],
    footLinks: [
      { label: words.manage, url: links.manage },
      { label: words.unsubscribe, url: links.unsubscribe },
    ],
    accent: readableAccent(hub.accent, '#ffffff'),
  };
  const subject = `${label}: ${oneLine(content.title)} – ${oneLine(hub.name)}`;
  return { subject, text: mailText(parts), html: mailHtml(parts) };
}

/** `Resolved`, `Maintenance started`: what a notice is about in a word. */
export function labelOf(
  { kind, content }: Pick<ToldNotice, 'kind' | 'content'>,
  words: NoticeWords,
  { strings }: Speech,
): string {
  switch (kind) {
    case 'report_created':
    case 'report_updated':
      return strings.state[content.state ?? 'investigating'];
    case 'report_resolved':
      return strings.state.resolved;
    default:
      return words.step[kind];
  }
}

/** Where a notice is read in full. */
export function permalinkOf(
  base: string,
  { kind, subjectId }: Omit<ToldNotice, 'content'>,
): string {
  return kind.startsWith('report_')
    ? reportLink(base, subjectId)
    : maintenanceLink(base, subjectId);
}

/** When it happened, or the window of a maintenance, in the hub's zone. */
export function timeOf({ content }: Pick<ToldNotice, 'content'>, speech: Speech): string {
  return content.ends_at === null
    ? speech.moment(content.starts_at)
    : speech.span(content.starts_at, content.ends_at);
}

/** `Checkout (down), API (degraded)`; only the names once a service is up again. */
export function affectedOf({ content }: Pick<ToldNotice, 'content'>, { strings }: Speech): string {
  return content.statuses
    .map(({ name, status }) => (status === 'up' ? name : `${name} (${strings.impactOn[status]})`))
    .join(', ');
}

function leadOf(content: NoticeContent, words: NoticeWords, label: string): MailParts['lead'] {
  if (content.body_text.trim() !== '') {
    return { text: content.body_text.trim(), html: trusted(content.body_html) };
  }
  const text = words.noText(content.title, label);
  return { text, html: markup`${text}` };
}

function factsOf(notice: ToldNotice, words: NoticeWords, speech: Speech, label: string) {
  const { content } = notice;
  const affected = affectedOf(notice, speech);
  const facts: (readonly [string, string])[] = [
    [words.state, label],
    [content.ends_at === null ? words.time : words.window, timeOf(notice, speech)],
  ];
  return affected === '' ? facts : [...facts, [words.affects, affected] as const];
}

/** A subject is one line. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
