import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createRateLimits, rateLimited } from '../ingress/rate-limits.ts';
import { notFound, Problem } from '../kernel/errors.ts';
import { findSubscriberHub } from '../status-page/find-subscriber-hub.ts';
import { linkBase } from '../status-page/render/links.ts';
import { renderError } from '../status-page/render/render-error.ts';
import type { HtmlDocument } from '../status-page/render/shell.ts';
import type { LinkPurpose } from '../status-page/subscriber-links.ts';
import {
  type LinkPage,
  renderConfirm,
  renderConfirmed,
  renderManage,
  renderUnsubscribe,
  renderUnsubscribed,
  type Visit,
} from '../status-page/subscriber-pages.ts';
import {
  changeSubscription,
  confirmSubscription,
  type OwnSubscription,
  showSubscription,
  unsubscribe,
} from '../status-page/subscriber-self.ts';
import { problemsOf } from './problem-schema.ts';
import { localeOfRequest, scopeIn, sentFields, wantsJson } from './status-form.ts';
import { type PageRequest, type SubscriptionParts, sendPage } from './status-page-reply.ts';
import { showSubscribeForm, takeSubscription } from './status-subscribe.ts';

const tags = ['Status pages, public'];
const MAX_FORM_BYTES = 32 * 1024;

/** Subscriptions that an address may ask for in a minute. */
const PER_MINUTE = 10;

type Answer = (asked: PageRequest) => Promise<FastifyReply>;

/**
 * Pages about subscriptions, for people and for programs (JSON in, JSON out). No cookie and no
 * credential but the token in the URL; a GET only ever shows a page, because mail scanners follow
 * every link.
 */
export function addSubscriptionRoutes(app: FastifyInstance, parts: SubscriptionParts): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: MAX_FORM_BYTES } as const;
  app.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
  const limits = createRateLimits({ requestsPerMinute: PER_MINUTE });
  const at = (url: string, method: 'GET' | 'POST', summary: string, answer: Answer) => {
    const schema = { summary, tags, security: [], ...RESPONSES };
    app.route({ method, url, schema, handler: handlerOf(parts, answer) });
  };
  const link = (purpose: LinkPurpose, shown: Render, done: Answer, summary: string) => {
    const url = `/status/:slug/${purpose}/:token`;
    at(url, 'GET', `${summary}: what the button would do`, (asked) => show(asked, purpose, shown));
    at(url, 'POST', summary, done);
  };
  at('/status/:slug/subscribe', 'GET', 'The form to subscribe', showSubscribeForm);
  at('/status/:slug/subscribe', 'POST', 'Subscribe: confirmed by a link', async (asked) => {
    const wait = await limits.request(asked.request.ip);
    if (wait !== null) throw rateLimited(wait);
    return takeSubscription(asked);
  });
  link('confirm', renderConfirm, confirm, 'Confirm a subscription');
  link(
    'manage',
    (visit, page) => renderManage(visit, page, false),
    manage,
    'Change a subscription',
  );
  link('unsubscribe', renderUnsubscribe, leave, 'Unsubscribe, also with one click (RFC 8058)');
}

type Render = (visit: Visit, page: LinkPage) => HtmlDocument;

const RESPONSES = {
  response: {
    200: {
      description: 'A page; for programs that accept JSON, an object',
      content: { 'text/html': { schema: { type: 'string' } } },
    },
    ...problemsOf([404, 429, 503]),
  },
};

function handlerOf(parts: SubscriptionParts, answer: Answer) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { slug } = request.params as { readonly slug: string };
    const hub = await findSubscriberHub(parts, slug);
    if (!hub) throw notFound('The status page');
    const sent = request.method === 'POST' ? sentFields(request) : null;
    return answer({ parts, hub, request, reply, sent });
  };
}

function tokenOf({ request }: PageRequest): string {
  return (request.params as { readonly token: string }).token;
}

async function show(asked: PageRequest, purpose: LinkPurpose, render: Render) {
  const own = await showSubscription(asked.parts, asked.hub, purpose, tokenOf(asked));
  return reply(asked, purpose, own, render);
}

const confirm: Answer = async (asked) => {
  const own = await confirmSubscription(asked.parts, asked.hub, tokenOf(asked));
  return reply(asked, 'confirm', own, renderConfirmed);
};

const leave: Answer = async (asked) => {
  const own = await unsubscribe(asked.parts, asked.hub, 'unsubscribe', tokenOf(asked));
  return reply(asked, 'unsubscribe', own, renderUnsubscribed);
};

const manage: Answer = async (asked) => {
  const { parts, hub, request, sent } = asked;
  const token = tokenOf(asked);
  if (sent?.one('action') === 'unsubscribe') {
    const own = await unsubscribe(parts, hub, 'manage', token);
    return reply(asked, 'manage', own, renderUnsubscribed);
  }
  const fallback = localeOfRequest(request, undefined, hub.face.settings.locale ?? 'en');
  const change = {
    serviceIds: scopeIn(sent),
    locale: sent?.one('locale') === 'de' ? 'de' : sent?.one('locale') === 'en' ? 'en' : fallback,
  } as const;
  const own = await changeSubscription(parts, hub, token, change);
  return reply(asked, 'manage', own, (visit, page) => renderManage(visit, page, true));
};

/** The page of a link, or the one answer to all that are good for nothing. */
function reply(
  asked: PageRequest,
  purpose: LinkPurpose,
  own: OwnSubscription | undefined,
  render: Render,
): FastifyReply {
  const { hub, request } = asked;
  const { face } = hub;
  const locale = localeOfRequest(request, own?.locale, face.settings.locale ?? 'en');
  if (wantsJson(request, asked.sent)) return replyJson(asked, own);
  if (!own) return sendPage(asked, renderError(face, 'not_found', locale), 404);
  const path = `${linkBase(face)}/${purpose}/${tokenOf(asked)}`;
  return sendPage(asked, render({ hub: face, locale }, { path, own }), 200);
}

function replyJson({ reply: answer }: PageRequest, own: OwnSubscription | undefined): FastifyReply {
  if (!own) throw new Problem(404, 'link_not_valid', 'This link is not valid, or not any more.');
  const { channel, label, serviceIds, locale, isUnsubscribed, secret, manageUrl } = own;
  return answer.header('cache-control', 'no-store').send({
    channel,
    label,
    components: serviceIds,
    locale,
    unsubscribed: isUnsubscribed,
    ...(!isUnsubscribed && { manage_url: manageUrl }),
    ...(secret !== null && { secret }),
  });
}
