import { createWebhook } from '../../delivery/create-webhook.ts';
import { deleteWebhook } from '../../delivery/delete-webhook.ts';
import { getOutboundAddresses, OutboundAddresses } from '../../delivery/get-outbound-addresses.ts';
import { getWebhook } from '../../delivery/get-webhook.ts';
import { DeliveryPage, WebhookDeliveriesQuery } from '../../delivery/history-schemas.ts';
import { listWebhookDeliveries } from '../../delivery/list-deliveries.ts';
import { listWebhooks } from '../../delivery/list-webhooks.ts';
import { previewWebhook } from '../../delivery/preview-webhook.ts';
import { ReplayResult, ReplayWebhookBody } from '../../delivery/replay-schemas.ts';
import { replayWebhook } from '../../delivery/replay-webhook.ts';
import { rotateWebhookSecret } from '../../delivery/rotate-webhook-secret.ts';
import { testWebhook } from '../../delivery/test-webhook.ts';
import { updateWebhook } from '../../delivery/update-webhook.ts';
import {
  CreateWebhookBody,
  NewWebhook,
  RotateSecretBody,
  SecretView,
  UpdateWebhookBody,
  WebhookPage,
  WebhookView,
} from '../../delivery/webhook-schemas.ts';
import {
  PreviewWebhookBody,
  TestWebhookBody,
  WebhookPreview,
  WebhookTestResult,
} from '../../delivery/webhook-test-schemas.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Outbound webhooks';
const kind = 'webhook' as const;

export const outboundWebhookRoutes = [
  route({
    method: 'GET',
    url: '/outbound-webhooks',
    tag,
    summary: 'Outbound webhooks, oldest first, and how they are doing',
    query: PageQuery,
    response: WebhookPage,
    handle: (context, { query }) => listWebhooks(context, query),
  }),
  route({
    method: 'POST',
    url: '/outbound-webhooks',
    tag,
    summary: 'Create an outbound webhook',
    description: 'It is told of events from now on. The secret is shown this once.',
    body: CreateWebhookBody,
    status: 201,
    response: NewWebhook,
    handle: (context, { body }) => createWebhook(context, body),
  }),
  route({
    method: 'GET',
    url: '/outbound-webhooks/:id',
    tag,
    summary: 'An outbound webhook',
    params: IdParams,
    response: WebhookView,
    handle: (context, { params }) => getWebhook(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/outbound-webhooks/:id',
    tag,
    summary: 'Change an outbound webhook',
    description:
      'What is not given stays; null takes a setting back to its default. `headers` replaces all of them; a value `…` keeps the one that is stored. Enabling it forgets its failures.',
    params: IdParams,
    body: UpdateWebhookBody,
    response: WebhookView,
    handle: (context, { params, body }) => updateWebhook(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/outbound-webhooks/:id',
    tag,
    summary: 'Delete an outbound webhook',
    description: 'What waits for it is dropped; its history stays as long as any.',
    params: IdParams,
    handle: (context, { params }) => deleteWebhook(context, { ...params, kind }),
  }),
  route({
    method: 'POST',
    url: '/outbound-webhooks/:id/rotate-secret',
    tag,
    summary: 'Replace the secret of an outbound webhook',
    description: 'For the overlap, a day unless given, requests are signed with both.',
    params: IdParams,
    body: RotateSecretBody,
    response: SecretView,
    handle: (context, { params, body }) =>
      rotateWebhookSecret(context, { ...body, ...params, kind }),
  }),
  route({
    method: 'POST',
    url: '/outbound-webhooks/:id/test',
    tag,
    summary: 'Send a test event and wait for what comes back',
    description: 'One attempt, the same way as real events. The webhook must be enabled.',
    params: IdParams,
    body: TestWebhookBody,
    response: WebhookTestResult,
    handle: (context, { params, body }) => testWebhook(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/outbound-webhooks/preview',
    tag,
    summary: 'What a webhook with this template would send',
    description: 'Shown on the newest incident, or the one that is named. Nothing is sent.',
    body: PreviewWebhookBody,
    response: WebhookPreview,
    handle: (context, { body }) => previewWebhook(context, body),
  }),
  route({
    method: 'GET',
    url: '/outbound-webhooks/:id/deliveries',
    tag,
    summary: 'Invocation history of a webhook, newest first',
    description: 'A row an attempt, of seven days; with `outcome=pending` what waits.',
    params: IdParams,
    query: WebhookDeliveriesQuery,
    response: DeliveryPage,
    handle: (context, { params, query }) => listWebhookDeliveries(context, { ...query, ...params }),
  }),
  route({
    method: 'POST',
    url: '/outbound-webhooks/:id/replay',
    tag,
    summary: 'Send many events of a webhook again',
    description:
      'By default those given up in that time. Each once, those of an incident in their order, the newest 10,000 at most; what waits already is left out.',
    params: IdParams,
    body: ReplayWebhookBody,
    status: 202,
    response: ReplayResult,
    handle: (context, { params, body }) => replayWebhook(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: '/outbound-addresses',
    tag,
    summary: 'Addresses this hub calls from',
    description: 'For the allow-lists of receivers; set by the operator (`OUTBOUND_ADDRESSES`).',
    response: OutboundAddresses,
    handle: (context) => getOutboundAddresses(context),
  }),
];
