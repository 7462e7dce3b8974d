import type { FastifyReply } from 'fastify';
import { invalid, Problem } from '../kernel/errors.ts';
import { listChoices } from '../status-page/find-subscriber-hub.ts';
import { type SubscribeRefusal, subscribe } from '../status-page/subscribe.ts';
import {
  renderAccepted,
  renderSubscribe,
  type SubscribeForm,
} from '../status-page/subscriber-pages.ts';
import { type SubscriberWords, subscriberWordsOf } from '../status-page/subscriber-words.ts';
import type { SubscriberChannel } from '../store/status-tables.ts';
import { localeOfRequest, type SentFields, scopeIn, wantsJson } from './status-form.ts';
import { type PageRequest, sendPage } from './status-page-reply.ts';

const CHANNELS: readonly SubscriberChannel[] = ['email', 'webhook', 'slack'];

/** The empty form; mail is offered where it can be sent. */
export function showSubscribeForm(asked: PageRequest): Promise<FastifyReply> {
  const [channel = 'webhook'] = channelsOf(asked);
  return sendForm(asked, { channel, address: '', chosen: null, fault: null }, 200);
}

/** Takes a subscription: the same answer whether or not the address is known. */
export async function takeSubscription(asked: PageRequest): Promise<FastifyReply> {
  const { parts, hub, request, sent } = asked;
  if (!sent) throw invalid('There is no form.');
  const channel = channelIn(sent);
  const address = addressIn(sent);
  const chosen = scopeIn(sent);
  const locale = localeOf(asked);
  const isAdmitted = parts.hasEntered(request);
  const input = { channel, address, serviceIds: chosen, locale, isAdmitted };
  const refusal = await subscribe(parts, hub, input).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 429 && !wantsJson(request, sent)) return error;
    throw error;
  });
  if (refusal instanceof Problem) {
    const fault = subscriberWordsOf(locale).faultTooMany;
    return sendForm(asked, { channel, address, chosen, fault }, 429);
  }
  if (wantsJson(request, sent)) return replyJson(asked, channel, refusal);
  if (refusal) {
    const fault = faultText(refusal, channel, subscriberWordsOf(locale));
    return sendForm(asked, { channel, address, chosen, fault }, 422);
  }
  return sendPage(asked, renderAccepted({ hub: hub.face, locale }, channel), 202);
}

function localeOf({ request, hub, sent }: PageRequest) {
  const own = sent?.one('locale');
  return localeOfRequest(request, own || undefined, hub.face.settings.locale ?? 'en');
}

function channelsOf({ parts }: PageRequest): readonly SubscriberChannel[] {
  return parts.mailer.delivers ? CHANNELS : CHANNELS.slice(1);
}

/** A form that names a URL and no channel means a webhook; else mail. */
function channelIn(sent: SentFields): SubscriberChannel {
  const given = sent.one('channel');
  const known = CHANNELS.find((channel) => channel === given);
  return known ?? (sent.one('url') === '' ? 'email' : 'webhook');
}

function addressIn(sent: SentFields): string {
  return sent.one('address') || sent.one('email') || sent.one('url');
}

async function sendForm(
  asked: PageRequest,
  form: Omit<SubscribeForm, 'channels' | 'components'>,
  status: number,
): Promise<FastifyReply> {
  const { parts, hub } = asked;
  const isHidden = hub.face.isPrivate && !parts.hasEntered(asked.request);
  const components = isHidden ? [] : await listChoices(parts, hub);
  const visit = { hub: hub.face, locale: localeOf(asked) };
  const channels = channelsOf(asked);
  return sendPage(asked, renderSubscribe(visit, { ...form, channels, components }), status);
}

function faultText(
  refusal: SubscribeRefusal,
  channel: SubscriberChannel,
  words: SubscriberWords,
): string {
  switch (refusal.refused) {
    case 'address':
      return channel === 'email' ? words.faultEmail : words.faultAddress(refusal.fault);
    case 'services':
      return words.faultServices;
    case 'no_mail':
      return words.noMail;
    case 'private':
      return words.faultPrivate;
  }
}

function replyJson(
  { reply }: PageRequest,
  channel: SubscriberChannel,
  refusal: SubscribeRefusal | undefined,
): FastifyReply {
  if (!refusal) {
    const message = subscriberWordsOf('en').accepted[channel];
    return reply
      .code(202)
      .header('cache-control', 'no-store')
      .send({ status: 'accepted', message });
  }
  const received = refusal.refused === 'address' ? refusal.fault : 'what cannot be';
  const pointer = refusal.refused === 'services' ? '/components' : '/address';
  throw invalid(faultText(refusal, channel, subscriberWordsOf('en')), [
    { pointer, expected: EXPECTED[refusal.refused], received },
  ]);
}

const EXPECTED: Readonly<Record<SubscribeRefusal['refused'], string>> = {
  address: 'an e-mail address, or a URL that may be called',
  services: 'ids of components that the page shows',
  no_mail: 'a webhook or chat: this installation sends no mail',
  private: 'a page that is not private',
};
