import { invalid } from '../../../kernel/errors.ts';
import { storable, truncate } from '../../../kernel/text.ts';
import type { Confirmation, Format, FormatContext, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { readAlarm } from './alarm.ts';
import { alarmEvent, alarmKey, messageEvent } from './event.ts';
import { cloudwatchSchema, type SnsMessage } from './schema.ts';
import { isConfirmationUrl } from './sns-addresses.ts';
import { verifySns } from './sns-signature.ts';

/**
 * CloudWatch alarms through Amazon SNS (contracts, "Native sources"). SNS sends its JSON as
 * text/plain and signs inside of it.
 */
export const cloudwatch: Format = {
  name: 'cloudwatch',
  title: 'Amazon CloudWatch',
  auth: { kind: 'message' },
  schema: cloudwatchSchema,
  policy: {
    onRecovery: 'close',
    opens: ['critical', 'high', 'medium', 'low'],
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  carriedBy: 'text',
  verify: verifySns,
  requestIdOf: ({ MessageId }: SnsMessage) => MessageId,
  toEvents,
  toReply: countersReply,
};

function toEvents(message: SnsMessage, context: FormatContext): Translation {
  requireTopic(message, context.settings?.topic_arns);
  if (message.Type === 'SubscriptionConfirmation') return subscription(message);
  if (message.Type === 'UnsubscribeConfirmation') return unsubscribed(message);
  return notification(message);
}

/** Throws 422 for a topic that is not on the integration's list. */
function requireTopic({ TopicArn }: SnsMessage, allowed: readonly string[] | undefined): void {
  if (allowed === undefined || allowed.includes(TopicArn)) return;
  const expected = 'a topic of the setting topic_arns';
  throw invalid('This integration does not take messages of this topic.', [
    { pointer: '/TopicArn', expected, received: shown(TopicArn) },
  ]);
}

function shown(text: string): string {
  return truncate(storable(text), 200);
}

function subscription(message: SnsMessage): Translation {
  const { TopicArn, SubscribeURL } = message;
  const confirmation = confirmationOf(SubscribeURL, TopicArn);
  const warnings = [`SNS asks to confirm the subscription to ${shown(TopicArn)}.`];
  return { events: [], confirmation, warnings };
}

/** Throws 422 for an address that does anything but confirm a subscription at SNS itself. */
function confirmationOf(url: unknown, topicArn: string): Confirmation {
  if (isConfirmationUrl(url, topicArn)) return { url, subject: shown(topicArn) };
  const expected = 'https://sns.<region>.amazonaws.com/?Action=ConfirmSubscription of this topic';
  const received = typeof url === 'string' ? shown(url.split('?')[0] ?? '') : 'nothing';
  throw invalid('The address that confirms is not one of Amazon SNS; it is never called.', [
    { pointer: '/SubscribeURL', expected, received },
  ]);
}

function unsubscribed({ TopicArn }: SnsMessage): Translation {
  const topic = shown(TopicArn);
  return {
    events: [],
    warnings: [`The subscription to ${topic} has ended: SNS sends nothing more from this topic.`],
  };
}

function notification(message: SnsMessage): Translation {
  const warnings: string[] = [];
  const alarm = readAlarm(message.Message);
  if (!alarm) return { events: [messageEvent(message, warnings)], warnings };
  if (alarm.state === 'ALARM' || alarm.state === 'OK') {
    return { events: [alarmEvent(alarm, message, warnings)], warnings };
  }
  const state = shown(alarm.state);
  const text = truncate(
    `CloudWatch says ${state}: ${storable(alarm.reason ?? 'no reason')}`,
    1_000,
  );
  warnings.push(
    `The state ${state} neither opens nor ends an alert; it was noted on its incident.`,
  );
  return { events: [], commands: [{ type: 'comment', dedupKey: alarmKey(alarm), text }], warnings };
}
