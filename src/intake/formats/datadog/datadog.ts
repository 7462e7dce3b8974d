import type { AlertEvent } from '../../../alerts/alert-event.ts';
import type { Format, FormatContext, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import {
  fitted,
  fittingKey,
  fittingMap,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
} from '../fields.ts';
import { type DatadogPayload, datadogSchema } from './schema.ts';
import { type DatadogTexts, tagMap, tagsIn, textsOf } from './template.ts';
import { severityOf, statusOf, strippedTitle, transitionOf } from './transition.ts';

/** Datadog's webhook, with the payload of docs/sources/datadog.md (contracts, "Native sources"). */
export const datadog: Format = {
  name: 'datadog',
  title: 'Datadog',
  auth: { kind: 'none' },
  schema: datadogSchema,
  policy: {
    onRecovery: 'close',
    opens: ['critical', 'high', 'medium', 'low'],
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  toEvents,
  toReply: countersReply,
};

function toEvents(payload: DatadogPayload, context: FormatContext): Translation {
  const warnings: string[] = [];
  const texts = textsOf(payload, warnings);
  const transition = transitionOf(texts);
  const status = statusOf(transition, texts.alert_type, warnings);
  const name = strippedTitle(texts) ?? 'Alert without a name';
  const tags = tagMap([...tagsIn(payload.tags), ...tagsIn(texts.alert_scope)]);
  const service = serviceName(texts.service ?? tags.service);
  const description = texts.text ?? texts.body;
  const event: AlertEvent = {
    dedupKey: dedupKeyOf(texts, context, warnings),
    status,
    title: fitted(
      /no data/i.test(transition ?? '') ? `No data: ${name}` : name,
      MAX_TITLE,
      'title',
      warnings,
    ),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'text', warnings),
    }),
    ...(status === 'firing' && severityOf(texts, transition)),
    ...(service !== undefined && { service }),
    source: 'Datadog',
    labels: fittingMap(labelsOf(texts, name, tags), 'tags', warnings),
    annotations: annotationsOf(texts, transition, warnings),
    links: [...linkTo(texts.link, 'Datadog'), ...linkTo(texts.snapshot, 'Snapshot')],
    ...timesOf(texts, status),
    raw: payload,
  };
  return { events: [event], warnings };
}

/** Monitor and group survive a re-fire, which the keys of cycle and aggregation need not. */
function dedupKeyOf(texts: DatadogTexts, context: FormatContext, warnings: string[]): string {
  const { alert_id, alert_scope, aggreg_key, org_id } = texts;
  const org = org_id === undefined ? '' : `${org_id}:`;
  if (alert_id !== undefined) {
    const scope = tagsIn(alert_scope).toSorted().join(',');
    return fittingKey(`${org}monitor:${alert_id}${scope === '' ? '' : `:${scope}`}`);
  }
  if (aggreg_key !== undefined) return fittingKey(`${org}aggregate:${aggreg_key}`);
  const title = strippedTitle(texts);
  if (title !== undefined) {
    warnings.push('alert_id is missing: alerts are told apart by their title.');
    return fittingKey(`${org}title:${title}`);
  }
  warnings.push('Nothing identifies the alert: it opens an incident of its own.');
  return `new:${context.newKey()}`;
}

function labelsOf(texts: DatadogTexts, name: string, tags: Readonly<Record<string, string>>) {
  const { hostname, alert_id } = texts;
  return {
    // Under the default rule the groups of one monitor make one incident.
    alertname: name,
    ...(alert_id !== undefined && { monitor_id: alert_id }),
    ...(hostname !== undefined && { host: hostname }),
    ...tags,
  };
}

function annotationsOf(
  { alert_status, alert_metric, alert_query, alert_cycle_key, org_name }: DatadogTexts,
  transition: string | undefined,
  warnings: string[],
) {
  const given = { transition, alert_status, alert_metric, alert_query, alert_cycle_key, org_name };
  const present = Object.entries(given).filter(([, text]) => text !== undefined);
  return fittingMap(Object.fromEntries(present), 'the payload', warnings);
}

/** Milliseconds, or seconds where somebody wrote them. */
function timesOf({ last_updated = '' }: DatadogTexts, status: AlertEvent['status']) {
  if (!/^\d{9,14}$/.test(last_updated)) return {};
  const number = Number(last_updated);
  const at = last_updated.length > 11 ? number : number * 1_000;
  return status === 'firing' ? { startedAt: at } : { endedAt: at };
}
