import type { Format, Translation } from '../../format.ts';
import { countersReply } from '../counters.ts';
import { messageEvent, monitorEvent } from './event.ts';
import { type UptimeKumaPayload, uptimeKumaSchema } from './schema.ts';

/**
 * Uptime Kuma's notification of type Webhook, as JSON or as a form (contracts, "Native sources").
 * A monitor is one alert; what comes without a monitor is an alert of its own.
 */
export const uptimeKuma: Format = {
  name: 'uptime-kuma',
  title: 'Uptime Kuma',
  auth: { kind: 'none' },
  schema: uptimeKumaSchema,
  policy: {
    onRecovery: 'close',
    opens: ['critical', 'high', 'medium', 'low'],
    // Something that is watched is down.
    defaultSeverity: 'high',
    ignoresGrouping: false,
    ignoresSuppression: false,
    duplicates: 'update',
  },
  carriedBy: 'form',
  toEvents,
  toReply: countersReply,
};

const NOTHING_CHANGED: Readonly<Record<number, string>> = {
  2: 'The monitor is pending: it is being tried again, so nothing was changed.',
  3: 'The monitor is under maintenance, so nothing was changed.',
};

function toEvents(payload: UptimeKumaPayload): Translation {
  const warnings: string[] = [];
  const { heartbeat, monitor } = payload;
  const status = heartbeat?.status;
  if (status === undefined || status === null) {
    if (!monitor) return { events: [messageEvent(payload, warnings)], warnings };
    warnings.push('The heartbeat has no status; the monitor is taken to be down.');
    return { events: [monitorEvent(payload, 'firing', warnings)], warnings };
  }
  const unchanged = NOTHING_CHANGED[status];
  if (unchanged !== undefined) return { events: [], warnings: [unchanged] };
  if (status !== 0 && status !== 1) {
    warnings.push(`The status ${status} is not known; the monitor is taken to be down.`);
  }
  return {
    events: [monitorEvent(payload, status === 1 ? 'resolved' : 'firing', warnings)],
    warnings,
  };
}
