import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import { queryClient } from '../api/query-client.ts';
import type { paths } from '../api/schema.ts';

type Body<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Found } } } };
}
  ? Found
  : never;

type Answer<Path extends keyof paths> = paths[Path] extends {
  post: { responses: { 200: { content: { 'application/json': infer Found } } } };
}
  ? Found
  : never;

type Sent<
  Path extends keyof paths,
  Method extends keyof paths[Path],
> = paths[Path][Method] extends {
  requestBody: { content: { 'application/json': infer Given } };
}
  ? Given
  : never;

export type Webhook = Body<'/api/v1/outbound-webhooks/{id}'>;
export type DeliveryRow = Body<'/api/v1/outbound-webhooks/{id}/deliveries'>['data'][number];
export type DeliveryDetail = Body<'/api/v1/deliveries/{id}'>;
export type Attempt = DeliveryDetail['attempts'][number];
export type NewWebhook = Sent<'/api/v1/outbound-webhooks', 'post'>;
export type TestBody = Sent<'/api/v1/outbound-webhooks/{id}/test', 'post'>;

/** All webhooks, oldest first. */
export const webhooksQuery = queryOptions({
  queryKey: ['webhooks', 'all'],
  queryFn: async () => {
    const found: Webhook[] = [];
    for (let cursor: string | null = null; ; ) {
      const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor && { cursor }) };
      const page: Body<'/api/v1/outbound-webhooks'> = unwrap(
        await api.GET('/api/v1/outbound-webhooks', { params: { query } }),
      );
      found.push(...page.data);
      cursor = page.next_cursor;
      if (cursor === null) return found;
    }
  },
  refetchInterval: 15_000,
});

/** One webhook, as it is doing now. */
export function webhookQuery(id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/outbound-webhooks/{id}', { params: { path: { id } } })),
  });
}

export type Preview = Answer<'/api/v1/outbound-webhooks/preview'>;

/** What a template makes of an incident. Throws a Failure that names what is wrong with it. */
export function previewQuery(template: unknown, event_type: string, incident_id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'preview', template, event_type, incident_id],
    queryFn: async ({ signal }) => {
      const about = { event_type, ...(incident_id && { incident_id }) };
      const body = { template, ...about } as Sent<'/api/v1/outbound-webhooks/preview', 'post'>;
      return unwrap(await api.POST('/api/v1/outbound-webhooks/preview', { body, signal }));
    },
    retry: false,
    staleTime: 5_000,
  });
}

/** A delivery with every attempt. */
export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'delivery', id],
    queryFn: async () =>
      unwrap(await api.GET('/api/v1/deliveries/{id}', { params: { path: { id } } })),
    staleTime: 0,
  });
}

/** What is shown of webhooks is asked for again. */
export function refreshWebhooks(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['webhooks'] });
}

/** Changes a webhook and shows it as it is then. */
export async function changeWebhook(id: string, body: Partial<NewWebhook>): Promise<void> {
  const params = { path: { id } };
  unwrap(await api.PATCH('/api/v1/outbound-webhooks/{id}', { params, body: body as never }));
  await refreshWebhooks();
}
