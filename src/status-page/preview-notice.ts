import { invalid } from '../kernel/errors.ts';
import { HOUR, type Instant, parseInstant } from '../kernel/time.ts';
import type { NoticeContent } from '../store/status-tables.ts';
import { requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { slackBody } from './channel-bodies.ts';
import { requireHub } from './list-subscribers.ts';
import { hubUrl } from './load-page.ts';
import { countRecipientsByChannel } from './message-queries.ts';
import { renderNoticeMail } from './notice-mail.ts';
import type { NoticePreview, PreviewNoticeBody } from './notice-schemas.ts';
import { listShownComponents } from './page-queries.ts';
import { sanitizeBody, sanitizeTitle } from './sanitize-body.ts';
import { localeOf, mailHubOf } from './subscriber-urls.ts';
import type { SubscribersContext } from './subscribers-context.ts';
import { contentFor } from './told-notice.ts';

/** What subscribers would be sent, and how many of them: nothing is stored or sent. */
export function previewNotice(
  context: Pick<SubscribersContext, 'store' | 'clock' | 'caller' | 'publicUrl'>,
  input: PreviewNoticeBody & { readonly id: string },
): Promise<NoticePreview> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  const { id: hubId, kind } = input;
  const content = contentOf(input, context.clock());
  return readVerb(context, async (db) => {
    const hub = await requireHub(db, tenantId, hubId);
    const shown = await listShownComponents(db, tenantId, hubId);
    const told = contentFor(content, shown);
    const serviceIds = told.statuses.map(({ service_id }) => service_id);
    const counts = await countRecipientsByChannel(db, tenantId, hubId, serviceIds);
    const of = (channel: string) => counts.find((row) => row.channel === channel)?.count ?? 0;
    const mailHub = mailHubOf(hub, context.publicUrl);
    const url = hubUrl(context.publicUrl, hub);
    // Everybody's own links differ; these lead nowhere.
    const links = { manage: `${url}/manage/preview`, unsubscribe: `${url}/unsubscribe/preview` };
    const notice = { kind, subjectId: 'preview', content: told };
    const locale = localeOf(input.locale, hub);
    return {
      recipients: { email: of('email'), webhook: of('webhook'), slack: of('slack') },
      ...renderNoticeMail(mailHub, notice, locale, links),
      slack: JSON.parse(slackBody(mailHub, notice, locale, links)),
    };
  });
}

function contentOf(input: PreviewNoticeBody, now: Instant): NoticeContent {
  const { html, text } = sanitizeBody(input.body ?? '');
  const isReport = input.kind.startsWith('report_');
  const startsAt = instantIn('/starts_at', input.starts_at) ?? now;
  const endsAt = instantIn('/ends_at', input.ends_at) ?? startsAt + HOUR;
  return {
    title: sanitizeTitle(input.title),
    body_html: html,
    body_text: text,
    state: isReport ? (input.state ?? 'investigating') : null,
    statuses: (input.statuses ?? []).map((one) => ({ ...one, name: one.service_id })),
    starts_at: startsAt,
    ends_at: isReport ? null : endsAt,
  };
}

function instantIn(pointer: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  const expected = 'an ISO 8601 date and time with offset';
  throw invalid('The time cannot be read.', [{ pointer, expected, received: text.slice(0, 60) }]);
}
