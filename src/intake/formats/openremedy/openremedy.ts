import type { AlertEvent } from '../../../alerts/alert-event.ts';
import { SEVERITIES, severityFromWord } from '../../../kernel/severity.ts';
import { storable } from '../../../kernel/text.ts';
import type { Format, Outcome, Reply, Translation } from '../../format.ts';
import {
  firstText,
  fitted,
  fittingMap,
  linkTo,
  MAX_DESCRIPTION,
  serviceName,
  textIn,
} from '../fields.ts';
import { dedupKeyOf } from './dedup-key.ts';
import { type Evidence, incidentTypeFrom, titleOf } from './incident-type.ts';
import { type OpenremedyPayload, openremedySchema } from './schema.ts';
import { isUnexpanded, templateWarnings } from './template-warnings.ts';

/** OpenRemedy's alert webhook (seed 004; contracts, "OpenRemedy"). */
export const openremedy: Format = {
  name: 'openremedy',
  title: 'OpenRemedy',
  auth: { kind: 'hmac', headers: ['x-openremedy-signature'], prefix: 'required' },
  schema: openremedySchema,
  policy: {
    onRecovery: 'close',
    opens: SEVERITIES,
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: true,
    duplicates: 'update',
  },
  toEvents,
  toReply,
};

function toEvents(payload: OpenremedyPayload): Translation {
  const warnings = templateWarnings(payload);
  return { events: [toEvent(payload, warnings)], warnings };
}

function toEvent(payload: OpenremedyPayload, warnings: string[]): AlertEvent {
  const host = storable(payload.hostname);
  const evidence: Evidence = payload.evidence ?? {};
  const word = textIn(payload.incident_type)?.trim();
  const known = incidentTypeFrom(word ?? 'custom');
  const type = known ?? 'custom';
  const unknownWord = known === undefined ? word : undefined;
  const description = firstText(
    evidence.message,
    evidence.summary,
    evidence.error,
    evidence.description,
  );
  const service = serviceName(evidence.service);
  return {
    dedupKey: dedupKeyOf(host, type, evidence, unknownWord?.toLowerCase()),
    status: isRecovery(evidence) ? 'resolved' : 'firing',
    title: titleOf(type, host, evidence),
    ...(description !== undefined && {
      description: fitted(description, MAX_DESCRIPTION, 'The description', warnings),
    }),
    ...severityOf(payload.severity, warnings),
    ...(service !== undefined && { service }),
    // No alertname: hosts would be grouped by it under the default rule.
    labels: { hostname: host, incident_type: type },
    annotations: {
      ...fittingMap(evidence, 'evidence', warnings),
      ...(unknownWord !== undefined && { incident_type: unknownWord }),
    },
    links: [...linkTo(evidence.link, 'Source'), ...linkTo(evidence.url, 'Source')],
    raw: payload,
  };
}

/** The seed's adapters forward the alert's state as `evidence.status`. */
function isRecovery({ status }: Evidence): boolean {
  return typeof status === 'string' && status.trim().toLowerCase() === 'resolved';
}

/** The word is kept even if unknown: the integration may map it. */
function severityOf(value: string | null | undefined, warnings: string[]) {
  const severityWord = textIn(value)?.trim();
  if (severityWord === undefined) return {};
  const severity = severityFromWord(severityWord);
  if (severity !== undefined) return { severity, severityWord };
  if (!isUnexpanded(severityWord)) {
    warnings.push(`severity '${severityWord}' is not known; medium is assumed for a new alert.`);
  }
  return { severityWord };
}

function toReply({ events, warnings }: Outcome): Reply {
  const [event] = events;
  return {
    status: 202,
    body: {
      incident_id: event?.incidentId ?? null,
      alert_id: event?.alertId ?? null,
      status: event?.status ?? 'firing',
      occurrences: event?.occurrences ?? 0,
      ...(warnings.length > 0 && { warnings }),
    },
  };
}
