import { SEVERITIES } from '../../../kernel/severity.ts';
import { truncate } from '../../../kernel/text.ts';
import type { Format, FormatContext, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { firstText } from '../fields.ts';
import { commented } from './comment.ts';
import { type Loose, objectIn } from './event.ts';
import { issueChanged, issueFired } from './issue.ts';
import { metricChanged } from './metric.ts';
import { type SentryPayload, sentrySchema } from './schema.ts';

/** Webhooks of Sentry's integration platform (contracts, "Native sources"). */
export const sentry: Format = {
  name: 'sentry',
  title: 'Sentry',
  auth: { kind: 'hmac', headers: ['sentry-hook-signature'], prefix: 'none' },
  schema: sentrySchema,
  policy: {
    onRecovery: 'close',
    opens: SEVERITIES.filter((severity) => severity !== 'info'),
    defaultSeverity: 'high',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  toEvents,
  toReply: countersReply,
};

type Translate = (payload: SentryPayload) => Translation | undefined;

/** A resource's part of `data`, and what is made of it; undefined: nothing. */
const RESOURCES: Readonly<Record<string, readonly [part: string, translate: Translate]>> = {
  event_alert: ['event', issueFired],
  metric_alert: ['metric_alert', metricChanged],
  issue: ['issue', issueChanged],
  comment: ['comment', commented],
};

function toEvents(payload: SentryPayload, { headers }: FormatContext): Translation {
  const resource = firstText(headers['sentry-hook-resource']) ?? guessed(objectIn(payload.data));
  const known = Object.hasOwn(RESOURCES, resource) ? RESOURCES[resource] : undefined;
  return known?.[1](payload) ?? { events: [], warnings: [unused(resource, payload.action)] };
}

/** Something between Sentry and here may have dropped the header. */
function guessed(data: Loose): string {
  const found = Object.entries(RESOURCES).find(([, [part]]) => data[part] !== undefined);
  return found?.[0] ?? 'unknown';
}

function unused(resource: string, action: string): string {
  const [what, done] = [truncate(resource, 60), truncate(action, 60)];
  return `'${what}' with the action '${done}' says nothing about an alert: nothing was made of it.`;
}
