import { isObject } from '../../../kernel/json.ts';
import type { Format, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { toEvent } from '../prometheus-alert.ts';
import { type AlertmanagerPayload, alertmanagerSchema } from './schema.ts';

/**
 * Alertmanager's webhook receiver, version 4. Every alert speaks for itself: the status, key and
 * annotations of the group are not read (contracts, "Native sources").
 */
export const alertmanager: Format = {
  name: 'alertmanager',
  title: 'Prometheus Alertmanager',
  auth: { kind: 'none' },
  schema: alertmanagerSchema,
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

/** An `alerts` array, and one of the marks that only Alertmanager's body has (Grafana's too). */
function recognises(payload: unknown): boolean {
  if (!isObject(payload) || !Array.isArray(payload.alerts)) return false;
  if (payload.version !== undefined || payload.groupKey !== undefined) return true;
  return payload.alerts.some(
    (alert) => isObject(alert) && (alert.fingerprint !== undefined || alert.startsAt !== undefined),
  );
}

function toEvents(payload: AlertmanagerPayload): Translation {
  const warnings: string[] = [];
  const truncated = payload.truncatedAlerts ?? 0;
  if (truncated > 0) {
    warnings.push(
      `Alertmanager left out ${truncated} alerts of the group (max_alerts); ` +
        'what is missing here is not taken as resolved.',
    );
  }
  const events = payload.alerts.map((alert, at) =>
    toEvent(alert, `/alerts/${at}`, payload.externalURL, warnings),
  );
  return { events, warnings };
}
