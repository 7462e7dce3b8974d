import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { type Found, KEY, type Sent } from './status-data.ts';

export type Subscriber = Found<'/api/v1/hubs/{id}/subscribers'>['data'][number];
export type SubscriberCounts = Found<'/api/v1/hubs/{id}/subscribers/counts'>;
export type NewSubscriber = Sent<'/api/v1/hubs/{id}/subscribers', 'post'>;
export type Channel = Subscriber['channel'];
export type Notice = Found<'/api/v1/hubs/{id}/notices'>['data'][number];
export type Message = Found<'/api/v1/hubs/{id}/notices/{notice}/messages'>['data'][number];

/** How subscribers are reached. */
export const CHANNELS: readonly (readonly [Channel, string])[] = [
  ['email', 'E-mail'],
  ['webhook', 'Webhook'],
  ['slack', 'Slack or alike'],
];

const CHANNEL_NAMES = new Map(CHANNELS);

/** `E-mail` */
export function channelName(channel: Channel): string {
  return CHANNEL_NAMES.get(channel) ?? channel;
}

/** How many there are, by channel and state. */
export function countsQuery(hubId: string) {
  return queryOptions({
    queryKey: [KEY, 'counts', hubId],
    queryFn: async ({ signal }) => {
      const params = { path: { id: hubId } };
      return unwrap(await api.GET('/api/v1/hubs/{id}/subscribers/counts', { params, signal }));
    },
    refetchInterval: 30_000,
  });
}
