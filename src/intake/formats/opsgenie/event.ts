import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { isObject } from '../../../kernel/json.ts';
import { severityFromWord } from '../../../kernel/severity.ts';
import {
  annotatedLinks,
  fitted,
  fittingMap,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
  textIn,
} from '../fields.ts';
import type { OpsgeniePayload } from './schema.ts';

/** An alert that is created, or created again under its alias. */
export function createdEvent(
  payload: OpsgeniePayload,
  message: string,
  dedupKey: string,
  warnings: string[],
): AlertEvent {
  const details = isObject(payload.details) ? payload.details : {};
  const description = textIn(payload.description);
  const service = serviceName(details.service);
  const source = textIn(payload.source);
  // What Opsgenie assumes of an alert that names none.
  const { priority = 'P3' } = payload;
  const severity = severityFromWord(priority);
  return {
    dedupKey,
    status: 'firing',
    title: fitted(message, MAX_TITLE, 'The message', warnings),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The description', warnings),
    }),
    ...(severity !== undefined && { severity }),
    severityWord: priority,
    ...(service !== undefined && { service }),
    ...(source !== undefined && { source: fitted(source, 255, 'The source', warnings) }),
    labels: labelsOf(payload, details, warnings),
    links: annotatedLinks(details),
    raw: payload,
  };
}

function labelsOf(
  { tags, entity }: OpsgeniePayload,
  details: Readonly<Record<string, unknown>>,
  warnings: string[],
) {
  const listed = Array.isArray(tags) ? tags.flatMap((tag) => textIn(tag) ?? []) : [];
  const named = textIn(entity);
  const own = {
    ...(named !== undefined && { entity: named }),
    ...(listed.length > 0 && { tags: listed.join(',') }),
  };
  return fittingMap({ ...own, ...details }, 'The alert', warnings);
}
