import { truncate } from '../kernel/text.ts';
import { formatInstant, type Instant } from '../kernel/time.ts';
import type { MailHub, RecipientLinks, ToldNotice } from './notice-mail.ts';
import { affectedOf, labelOf, permalinkOf, timeOf } from './notice-mail.ts';
import { noticeWordsOf } from './notice-words.ts';
import type { PageMaintenance, PageReport, StatusPage } from './page.ts';
import { statusOf } from './render/atlassian.ts';
import { componentRows } from './render/atlassian-components.ts';
import { incidentRow, maintenanceRow } from './render/atlassian-events.ts';
import { speechOf } from './render/speech.ts';
import type { PageLocale } from './render/strings.ts';

// What webhooks and chats are sent.

/** Characters of a section of a Slack message at most (its limit is 3,000). */
const MOST_SECTION = 2_800;

/** `page` of a webhook's body. */
function pageHead(page: StatusPage) {
  const { indicator, description } = statusOf(page);
  return { id: page.hubId, status_indicator: indicator, status_description: description };
}

function metaOf(links: RecipientLinks, documentation: string, at: Instant) {
  return { unsubscribe: links.manage, documentation, generated_at: formatInstant(at) };
}

/**
 * The body of a webhook in Statuspage's shape (research/statuspage.md §5, "Outbound webhook"): one
 * event, `incident` for reports and maintenances alike. Returns how to complete it for a recipient:
 * all but the links is the same for everybody.
 */
export function webhookBodies(
  page: StatusPage,
  subject: PageReport | PageMaintenance,
  documentation: string,
  at: Instant,
): (links: RecipientLinks) => string {
  const context = { page, rows: componentRows(page) };
  const incident =
    'phase' in subject ? maintenanceRow(subject, context) : incidentRow(subject, context);
  const head = pageHead(page);
  return (links) =>
    JSON.stringify({ meta: metaOf(links, documentation, at), page: head, incident });
}

/** The body of a Slack-compatible incoming webhook: text for the notification, blocks to be read. */
export function slackBody(
  hub: MailHub,
  notice: ToldNotice,
  locale: PageLocale,
  links: RecipientLinks,
): string {
  const words = noticeWordsOf(locale);
  const speech = speechOf(locale, hub.timeZone);
  const { content } = notice;
  const headline = slackText(`${labelOf(notice, words, speech)}: ${content.title}`, 300);
  const link = permalinkOf(hub.url, notice);
  const affected = affectedOf(notice, speech);
  const facts = [hub.name, timeOf(notice, speech), affected].filter((fact) => fact !== '');
  const said = content.body_text.trim();
  return JSON.stringify({
    text: `${headline} – ${slackText(hub.name, 200)}`,
    blocks: [
      section(`*<${link}|${headline}>*`),
      ...(said === '' ? [] : [section(slackText(said, MOST_SECTION))]),
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: slackText(facts.join(' · '), 1_500) },
          { type: 'mrkdwn', text: `<${links.manage}|${words.manage}>` },
        ],
      },
    ],
  });
}

/** What asks a webhook's owner to confirm: whoever reads this has the endpoint. */
export function webhookConfirmation(
  page: { readonly id: string; readonly name: string; readonly url: string },
  links: { readonly confirm: string; readonly documentation: string },
  locale: PageLocale,
  at: Instant,
): string {
  const words = noticeWordsOf(locale);
  return JSON.stringify({
    meta: { documentation: links.documentation, generated_at: formatInstant(at) },
    page,
    subscription: {
      state: 'unconfirmed',
      message: `${words.confirmSubject(page.name)}. ${words.confirmNotYou}`,
      confirm_url: links.confirm,
    },
  });
}

/** The same for a chat. */
export function slackConfirmation(hubName: string, confirm: string, locale: PageLocale): string {
  const words = noticeWordsOf(locale);
  const subject = slackText(words.confirmSubject(hubName), 300);
  return JSON.stringify({
    text: subject,
    blocks: [section(`*<${confirm}|${subject}>*`), section(slackText(words.confirmNotYou, 500))],
  });
}

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

const SLACK_SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/**
 * Text that Slack shows as it is: no mentions and links (`<…>`), and none of its marks; a zero-width
 * space beside them keeps `*`, `_`, `~` and backticks from formatting.
 */
function slackText(text: string, most: number): string {
  return truncate(text, most)
    .replace(/[&<>]/g, (character) => SLACK_SPECIAL[character] ?? character)
    .replace(/[*_~`|]/g, (character) => `\u200b${character}\u200b`);
}
