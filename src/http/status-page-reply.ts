import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SubscriberHub } from '../status-page/find-subscriber-hub.ts';
import { policyOf } from '../status-page/make-snapshot.ts';
import type { HtmlDocument } from '../status-page/render/shell.ts';
import type { SubscribersParts } from '../status-page/subscribers-context.ts';
import type { SentFields } from './status-form.ts';

/** What these pages are made with. */
export interface SubscriptionParts extends SubscribersParts {
  /** Whether a visitor has given the password of the private hub that the request is about. */
  readonly hasEntered: (request: FastifyRequest) => boolean;
}

/** One request to these pages. */
export interface PageRequest {
  readonly parts: SubscriptionParts;
  readonly hub: SubscriberHub;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Null for a GET. */
  readonly sent: SentFields | null;
}

/** Sends a page that nobody keeps and whose address nobody is told. */
export function sendPage(
  { hub, reply: answer }: PageRequest,
  { html, style }: HtmlDocument,
  status: number,
): FastifyReply {
  return answer
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'private, no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .header('vary', 'Accept, Accept-Language')
    .header('content-security-policy', policyOf(style, new URL(hub.face.url).origin, "'none'"))
    .send(html);
}
