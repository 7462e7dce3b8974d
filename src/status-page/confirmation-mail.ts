import { mailHtml, mailText } from './mail-layout.ts';
import type { MailHub, RenderedMail } from './notice-mail.ts';
import { noticeWordsOf } from './notice-words.ts';
import { readableAccent } from './render/accent.ts';
import { markup } from './render/markup.ts';
import type { PageLocale } from './render/strings.ts';

/** What a subscriber is asked or told about the subscription itself. */
export interface Confirmation {
  /** `confirm`: please confirm; `known`: it is subscribed already, here is how to change it. */
  readonly about: 'confirm' | 'known';
  readonly address: string;
  /** The confirmation or manage link. */
  readonly link: string;
}

/** The mail of double opt-in: it says nothing of the hub but its name. */
export function renderConfirmation(
  hub: MailHub,
  { about, address, link }: Confirmation,
  locale: PageLocale,
): RenderedMail {
  const words = noticeWordsOf(locale);
  const confirms = about === 'confirm';
  const lead = confirms ? words.confirmText(hub.name, address) : words.knownText(hub.name, address);
  const parts = {
    locale,
    lead: { text: lead, html: markup`${lead}` },
    title: null,
    facts: [],
    link: { label: confirms ? words.confirmAction : words.knownAction, url: link },
    notes: [confirms ? words.confirmNotYou : words.knownNotYou],
    footLinks: [],
    accent: readableAccent(hub.accent, '#ffffff'),
  };
  const subject = confirms ? words.confirmSubject(hub.name) : words.knownSubject(hub.name);
  return {
    subject: subject.replace(/\s+/g, ' '),
    text: mailText(parts),
    html: mailHtml(parts),
  };
}
