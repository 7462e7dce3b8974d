import type { AlertEvent, Link } from '../../../alerts/alert-event.ts';
import { isObject } from '../../../kernel/json.ts';
import type { Severity } from '../../../kernel/severity.ts';
import {
  annotatedLinks,
  firstText,
  fitted,
  fittingMap,
  instantIn,
  linkTo,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
  textIn,
} from '../fields.ts';
import type { EventsPayload } from './schema.ts';

type Trigger = EventsPayload & { readonly payload: NonNullable<EventsPayload['payload']> };

const SEVERITIES: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  error: 'high',
  warning: 'medium',
  info: 'info',
};

/** Links of an event that are kept. */
const MAX_LINKS = 20;

/** A trigger as an event of its alert; `raw` is what is kept of the body. */
export function triggerEvent(
  sent: Trigger,
  dedupKey: string,
  raw: unknown,
  warnings: string[],
): AlertEvent {
  const { payload } = sent;
  const { summary, severity } = payload;
  const details = isObject(payload.custom_details) ? payload.custom_details : {};
  const service = serviceName(details.service);
  const description = descriptionOf(summary, payload.custom_details);
  const startedAt = instantIn(payload.timestamp);
  return {
    dedupKey,
    status: 'firing',
    title: fitted(textIn(summary) ?? dedupKey, MAX_TITLE, 'The summary', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The description', warnings),
    }),
    ...(SEVERITIES[severity] && { severity: SEVERITIES[severity] }),
    severityWord: severity,
    ...(service !== undefined && { service }),
    source: fitted(textIn(payload.source) ?? '', 255, 'The source', warnings),
    labels: labelsOf(sent, service, warnings),
    annotations: fittingMap(details, 'custom_details', warnings),
    links: [...linksOf(sent), ...annotatedLinks(details)].slice(0, MAX_LINKS),
    ...(startedAt !== undefined && { startedAt }),
    raw,
  };
}

/** What the details say, Alertmanager's list of alerts among it; else a summary too long for a title. */
function descriptionOf(summary: string, details: unknown): string | undefined {
  const found = isObject(details)
    ? firstText(details.description, details.message, details.firing)
    : textIn(details);
  return found ?? (summary.length > MAX_TITLE ? textIn(summary) : undefined);
}

function labelsOf({ payload, client }: Trigger, service: string | undefined, warnings: string[]) {
  const { source, component, group, class: kind } = payload;
  const given = { service, source, component, group, class: kind, client };
  const present = Object.entries(given).filter(([, text]) => textIn(text) !== undefined);
  return fittingMap(Object.fromEntries(present), 'The event', warnings);
}

function linksOf({ links, images, client, client_url }: Trigger): Link[] {
  const listed = Array.isArray(links) ? links.filter(isObject) : [];
  const shown = Array.isArray(images) ? images.filter(isObject) : [];
  return [
    ...linkTo(client_url, named(client, 'Client')),
    ...listed.flatMap(({ href, text }) => linkTo(href, named(text, 'Link'))),
    ...shown.flatMap(({ href, src, alt }) => linkTo(href ?? src, named(alt, 'Image'))),
  ];
}

function named(text: unknown, fallback: string): string {
  return fitted(textIn(text) ?? fallback, 200, 'A link', []);
}
