import type { Incident } from '../api/shapes.ts';
import { shortSpan } from '../frame/times.ts';

/** Why a command no longer fits, as a sentence; null when the incident does not say. */
export function whatHappened(incident: Incident, now: number = Date.now()): string | null {
  const ago = (at: string) => `${shortSpan(now - Date.parse(at))} ago`;
  if (incident.merged_into !== null) {
    return `It was merged into another incident${incident.closed_at ? ` ${ago(incident.closed_at)}` : ''}.`;
  }
  if (incident.progress !== 'closed' || incident.closed_at === null) return null;
  switch (incident.closed_by) {
    case 'recovery':
      return `All its alerts recovered; it was closed ${ago(incident.closed_at)}.`;
    case 'timeout':
      return `No alert came for a while; it was closed ${ago(incident.closed_at)}.`;
    default:
      return `${incident.closer?.name ?? 'Somebody'} resolved it ${ago(incident.closed_at)}.`;
  }
}
