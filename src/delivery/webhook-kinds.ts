import type { WebhookKind } from './webhook-queries.ts';

/** What a destination is called: to people, and in the audit log. */
export const KINDS: Readonly<
  Record<WebhookKind, { readonly what: string; readonly noun: string }>
> = {
  webhook: { what: 'The webhook', noun: 'outbound_webhook' },
  action: { what: 'The custom action', noun: 'custom_action' },
  subscriber: { what: 'The subscriber', noun: 'status_subscriber' },
};
