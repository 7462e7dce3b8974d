import { invalid } from '../../../kernel/errors.ts';
import { isObject } from '../../../kernel/json.ts';
import type { Format, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { toEvent } from './event.ts';
import { isLegacy, legacyTranslation } from './legacy.ts';
import { type GrafanaPayload, grafanaSchema } from './schema.ts';

/**
 * Grafana's webhook contact point and, before version 9, its webhook notifier (contracts, "Native
 * sources"). Every alert speaks for itself: status, title and message of the group are not read.
 */
export const grafana: Format = {
  name: 'grafana',
  title: 'Grafana alerting',
  auth: {
    kind: 'hmac',
    headers: ['x-grafana-alerting-signature'],
    prefix: 'none',
    // People choose the name of this header themselves.
    timestamp: /^x-[a-z0-9-]*timestamp$/,
  },
  schema: grafanaSchema,
  policy: {
    onRecovery: 'close',
    opens: ['critical', 'high', 'medium', 'low'],
    defaultSeverity: 'medium',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  recognises,
  toEvents,
  toReply: countersReply,
};

/** What only Grafana writes beside `alerts`, or a rule of the alerting before version 9. */
function recognises(payload: unknown): boolean {
  if (!isObject(payload) || payload.hostname !== undefined) return false;
  if (Array.isArray(payload.alerts)) {
    return payload.orgId !== undefined && typeof payload.state === 'string';
  }
  return isLegacy(payload) && typeof payload.state === 'string';
}

function toEvents(payload: GrafanaPayload): Translation {
  if (payload.alerts) return unified(payload, payload.alerts);
  if (isLegacy(payload)) return legacyTranslation(payload);
  throw invalid('This is neither a notification with alerts nor one of a rule.', [
    {
      pointer: '/alerts',
      expected: 'the alerts of a notification, or ruleId',
      received: 'nothing',
    },
  ]);
}

function unified(
  payload: GrafanaPayload,
  alerts: NonNullable<GrafanaPayload['alerts']>,
): Translation {
  const warnings: string[] = [];
  const truncated = payload.truncatedAlerts ?? 0;
  if (truncated > 0) {
    warnings.push(
      `Grafana left out ${truncated} alerts of the group (max alerts); ` +
        'what is missing here is not taken as resolved.',
    );
  }
  const events = alerts.map((alert, at) => toEvent(alert, `/alerts/${at}`, payload, warnings));
  return { events, warnings };
}
