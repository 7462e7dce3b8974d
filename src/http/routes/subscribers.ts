import { Type } from 'typebox';
import { createSubscriber } from '../../status-page/create-subscriber.ts';
import { importSubscribers } from '../../status-page/import-subscribers.ts';
import { listMessages, listNotices } from '../../status-page/list-notices.ts';
import { countHubSubscribers, listSubscribers } from '../../status-page/list-subscribers.ts';
import {
  MessagePage,
  MessagesQuery,
  NoticePage,
  NoticePreview,
  NoticesQuery,
  PreviewNoticeBody,
} from '../../status-page/notice-schemas.ts';
import { previewNotice } from '../../status-page/preview-notice.ts';
import {
  CreateSubscriberBody,
  EraseSubscriberQuery,
  ImportBody,
  ImportResult,
  SubscriberCounts,
  SubscriberPage,
  SubscribersQuery,
  SubscriberView,
  UpdateSubscriberBody,
} from '../../status-page/subscriber-schemas.ts';
import { deleteSubscriber, updateSubscriber } from '../../status-page/update-subscriber.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Status pages';

const SubscriberParams = Type.Object({ id: Type.String(), subscriber: Type.String() });
const NoticeParams = Type.Object({ id: Type.String(), notice: Type.String() });

/** Subscribers of a hub, and what they are told. */
export const subscriberRoutes = [
  route({
    method: 'GET',
    url: '/hubs/:id/subscribers',
    tag,
    summary: 'Subscribers of a hub, newest first, with what each was told last',
    description: 'For admins: addresses are personal data.',
    params: IdParams,
    query: SubscribersQuery,
    response: SubscriberPage,
    handle: (context, { params, query }) => listSubscribers(context, { ...query, ...params }),
  }),
  route({
    method: 'GET',
    url: '/hubs/:id/subscribers/counts',
    tag,
    summary: 'How many subscribers a hub has, by channel and state',
    params: IdParams,
    response: SubscriberCounts,
    handle: (context, { params }) => countHubSubscribers(context, params),
  }),
  route({
    method: 'POST',
    url: '/hubs/:id/subscribers',
    tag,
    summary: 'Add a subscriber',
    description:
      'Without `confirmed` they are asked to confirm, by mail or by a request to their URL; the same request again asks again. 409 `already_subscribed`, `unsubscribed`, `suppressed`, `no_mail_server`.',
    params: IdParams,
    body: CreateSubscriberBody,
    status: 201,
    response: SubscriberView,
    handle: (context, { params, body }) => createSubscriber(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/hubs/:id/subscribers/import',
    tag,
    summary: 'Import a list of people who have agreed to be told',
    description:
      'At most 5,000 lines, as JSON, CSV or newline-delimited JSON; also as `text/csv` or `application/x-ndjson` itself. Each line has its own result. Who has unsubscribed stays so.',
    params: IdParams,
    body: ImportBody,
    response: ImportResult,
    handle: (context, { params, body }) => importSubscribers(context, { ...body, ...params }),
  }),
  route({
    method: 'PATCH',
    url: '/hubs/:id/subscribers/:subscriber',
    tag,
    summary: 'Change what a subscriber is told, or end it',
    params: SubscriberParams,
    body: UpdateSubscriberBody,
    response: SubscriberView,
    handle: (context, { params, body }) => updateSubscriber(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/hubs/:id/subscribers/:subscriber',
    tag,
    summary: 'Erase a subscriber',
    description: 'Address and all that waits for it are gone; counts of what was sent stay.',
    params: SubscriberParams,
    query: EraseSubscriberQuery,
    handle: (context, { params, query }) => deleteSubscriber(context, { ...query, ...params }),
  }),
  route({
    method: 'GET',
    url: '/hubs/:id/notices',
    tag,
    summary: 'What the subscribers of a hub are told, newest first',
    params: IdParams,
    query: NoticesQuery,
    response: NoticePage,
    handle: (context, { params, query }) => listNotices(context, { ...query, ...params }),
  }),
  route({
    method: 'POST',
    url: '/hubs/:id/notices/preview',
    tag,
    summary: 'What subscribers would be told, and how many of them',
    params: IdParams,
    body: PreviewNoticeBody,
    response: NoticePreview,
    handle: (context, { params, body }) => previewNotice(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: '/hubs/:id/notices/:notice/messages',
    tag,
    summary: 'Who is told of a notice, and how that goes',
    description: 'For admins: addresses are personal data.',
    params: NoticeParams,
    query: MessagesQuery,
    response: MessagePage,
    handle: (context, { params, query }) => listMessages(context, { ...query, ...params }),
  }),
];
