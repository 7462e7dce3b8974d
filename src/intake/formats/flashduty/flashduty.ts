import type { AlertEvent, Link } from '../../../alerts/alert-event.ts';
import { invalid } from '../../../kernel/errors.ts';
import { isObject } from '../../../kernel/json.ts';
import { SEVERITIES, type Severity } from '../../../kernel/severity.ts';
import { truncate } from '../../../kernel/text.ts';
import type { Format, FormatContext, Translation } from '../../format.ts';
import {
  annotatedLinks,
  fitted,
  fittingKey,
  fittingMap,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
  textIn,
} from '../fields.ts';
import { flashdutyError, flashdutyReply } from './replies.ts';
import { type FlashdutyPayload, flashdutySchema } from './schema.ts';
import { titleOf } from './title.ts';

/**
 * Flashduty's standard alert event for senders that were made for it (contracts, "Compatible
 * endpoints"). Labels that would redirect over there who is called are labels like any other.
 */
export const flashduty: Format = {
  name: 'flashduty',
  title: 'Flashduty standard alert',
  auth: { kind: 'key', place: { in: 'query', name: 'integration_key' } },
  schema: flashdutySchema,
  policy: {
    onRecovery: 'close',
    opens: SEVERITIES,
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  toEvents,
  toReply: flashdutyReply,
  toError: flashdutyError,
};

/** Domain, "Severity"; Ok has none. */
const SEVERITY: Readonly<Record<string, Severity>> = {
  Critical: 'critical',
  Warning: 'medium',
  Info: 'info',
};

/** Images of an event that are kept. */
const MAX_IMAGES = 20;

function toEvents(payload: FlashdutyPayload, { newKey }: FormatContext): Translation {
  const warnings: string[] = [];
  const dedupKey = keyOf(payload) ?? newKey();
  // A recovery leaves title and labels as they are.
  if (payload.event_status === 'Ok') {
    return { events: [{ dedupKey, status: 'resolved', raw: payload }], warnings };
  }
  return { events: [firing(payload, dedupKey, warnings)], warnings };
}

function firing(payload: FlashdutyPayload, dedupKey: string, warnings: string[]): AlertEvent {
  const { event_status: severityWord, title_rule } = payload;
  const given = isObject(payload.labels) ? payload.labels : {};
  const labels = fittingMap(given, 'The event', warnings);
  const title = textIn(titleOf(title_rule, labels)) ?? 'Alert without a title';
  const description = textIn(payload.description);
  const severity = SEVERITY[severityWord];
  const service = serviceName(labels.service);
  return {
    dedupKey,
    status: 'firing',
    title: fitted(title, MAX_TITLE, 'The title', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The description', warnings),
    }),
    ...(severity !== undefined && { severity }),
    severityWord,
    ...(service !== undefined && { service }),
    labels,
    links: [...linksOf(payload.images), ...annotatedLinks(labels)],
    raw: payload,
  };
}

function keyOf({ alert_key, event_status }: FlashdutyPayload): string | undefined {
  const key = textIn(alert_key);
  if (key !== undefined) return fittingKey(key);
  if (event_status !== 'Ok') return undefined;
  throw invalid('A recovery needs the key of its alert.', [
    { pointer: '/alert_key', expected: 'the key of the alert', received: 'nothing' },
  ]);
}

function linksOf(images: unknown): Link[] {
  const listed = Array.isArray(images) ? images.filter(isObject) : [];
  return listed.slice(0, MAX_IMAGES).flatMap(({ src, href, alt }) => {
    const name = truncate(textIn(alt) ?? 'Image', 200);
    return linkTo(href ?? src, name);
  });
}
