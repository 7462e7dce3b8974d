import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { isObject } from '../../../kernel/json.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { storable } from '../../../kernel/text.ts';
import type { Format, FormatContext, Translation } from '../../format.ts';
import {
  firstText,
  fitted,
  fittingMap,
  MAX_DESCRIPTION,
  MAX_TITLE,
  serviceName,
} from '../fields.ts';
import { causeflowError, causeflowReply, SENT_KEY } from './replies.ts';
import { type CauseflowPayload, causeflowSchema } from './schema.ts';

// Alerts without an id never meet one with an id, whatever the sender calls it.
const NEW_KEY = 'new:';

/** CauseFlow's custom webhook (seed 002; contracts, "CauseFlow"). */
export const causeflow: Format = {
  name: 'causeflow',
  title: 'CauseFlow custom webhook',
  auth: { kind: 'hmac', headers: ['x-webhook-signature'], prefix: 'optional' },
  schema: causeflowSchema,
  policy: {
    onRecovery: 'close',
    opens: SEVERITIES,
    defaultSeverity: 'medium',
    ignoresGrouping: true,
    ignoresSuppression: true,
    duplicates: 'refuse',
  },
  toEvents,
  toReply: causeflowReply,
  toError: causeflowError,
};

function toEvents(payload: CauseflowPayload, context: FormatContext): Translation {
  const warnings: string[] = [];
  return { events: [toEvent(payload, context, warnings)], warnings };
}

function toEvent(payload: CauseflowPayload, context: FormatContext, warnings: string[]) {
  const service = serviceName(payload.service);
  const { metadata } = payload;
  const event: AlertEvent = {
    dedupKey: dedupKey(payload, context, warnings),
    status: 'firing',
    title: fitted(storable(payload.title), MAX_TITLE, 'title', warnings),
    description: fitted(storable(payload.description), MAX_DESCRIPTION, 'description', warnings),
    ...(payload.severity && { severity: payload.severity, severityWord: payload.severity }),
    ...(service !== undefined && { service }),
    labels: labelsOf(payload, warnings),
    // Lists and objects inside the metadata stay in the raw occurrence.
    ...(isObject(metadata) && { annotations: fittingMap(metadata, 'metadata', warnings) }),
    raw: payload,
  };
  return event;
}

/** A blank id is what templates leave for a missing one; such alerts must not become one alert. */
function dedupKey(payload: CauseflowPayload, context: FormatContext, warnings: string[]): string {
  const { sourceAlertId, externalId } = payload;
  const id = firstText(sourceAlertId, externalId);
  if (id !== undefined) return SENT_KEY + id;
  if (sourceAlertId !== undefined || externalId !== undefined) {
    warnings.push('sourceAlertId is blank: every such alert opens an incident of its own.');
  }
  return NEW_KEY + context.newKey();
}

function labelsOf(payload: CauseflowPayload, warnings: string[]) {
  const environment = firstText(payload.environment);
  const given = { ...(environment !== undefined && { environment }), ...payload.tags };
  // The field of that name says more than a tag that happens to be called so.
  if (environment !== undefined) given.environment = environment;
  return fittingMap(given, 'tags', warnings);
}
