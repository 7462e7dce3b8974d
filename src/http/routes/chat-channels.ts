import {
  ChannelPage,
  ChannelView,
  CreateChannelBody,
  UpdateChannelBody,
} from '../../notify/channel-schemas.ts';
import { createChannel } from '../../notify/create-channel.ts';
import { deleteChannel } from '../../notify/delete-channel.ts';
import { getChannel } from '../../notify/get-channel.ts';
import { listChannels } from '../../notify/list-channels.ts';
import { NotificationView } from '../../notify/notification-schemas.ts';
import { testChannel } from '../../notify/test-channel.ts';
import { updateChannel } from '../../notify/update-channel.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Notifications';

export const chatChannelRoutes = [
  route({
    method: 'GET',
    url: '/chat-channels',
    tag,
    summary: 'Chat channels, oldest first',
    query: PageQuery,
    response: ChannelPage,
    handle: (context, { query }) => listChannels(context, query),
  }),
  route({
    method: 'POST',
    url: '/chat-channels',
    tag,
    summary: 'Add a chat channel',
    description: 'It is told of incidents from now on. The URL is kept sealed and not shown again.',
    body: CreateChannelBody,
    status: 201,
    response: ChannelView,
    handle: (context, { body }) => createChannel(context, body),
  }),
  route({
    method: 'GET',
    url: '/chat-channels/:id',
    tag,
    summary: 'A chat channel',
    params: IdParams,
    response: ChannelView,
    handle: (context, { params }) => getChannel(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/chat-channels/:id',
    tag,
    summary: 'Change a chat channel',
    description: 'What is not given stays.',
    params: IdParams,
    body: UpdateChannelBody,
    response: ChannelView,
    handle: (context, { params, body }) => updateChannel(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/chat-channels/:id',
    tag,
    summary: 'Delete a chat channel',
    description: 'What waits for it is not sent any more; its history stays as long as any.',
    params: IdParams,
    handle: (context, { params }) => deleteChannel(context, params),
  }),
  route({
    method: 'POST',
    url: '/chat-channels/:id/test',
    tag,
    summary: 'Send a test message and wait for what comes of it',
    params: IdParams,
    response: NotificationView,
    handle: (context, { params }) => testChannel(context, params),
  }),
];
