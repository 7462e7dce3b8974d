import type { EventKey, EventWatcher } from '../incidents/dispatch.ts';
import { enqueueTriages, stopWatching, type Wanted } from './subject-queries.ts';

/** Events after which an incident is worth looking at. */
const REASONS: Readonly<Record<string, Wanted['reason']>> = {
  i_new: 'opened',
  i_reopen: 'reopened',
  i_merge: 'merged',
  i_r_severity: 'severity',
};

/**
 * The triage room's watcher: an incident that opens, reopens, takes others in or changes its
 * severity waits to be triaged, from the transaction that takes the event out of the outbox.
 * Whether a severity got worse is asked when it is its turn (`rules/is-material.ts`). Alerts that
 * come to open incidents have no event: `look-for-alerts.ts` finds them.
 */
export const queueTriages: EventWatcher = async (tx, events) => {
  const own = events.filter(({ subject }) => subject === 'incident');
  await enqueueTriages(tx, firstOfEach(own));
  await stopWatching(tx, closedLast(own));
};

function firstOfEach(events: readonly EventKey[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { tenantId, subjectId: incidentId, eventType } of events) {
    const reason = REASONS[eventType];
    const key = `${tenantId} ${incidentId}`;
    if (reason && !wanted.has(key)) wanted.set(key, { tenantId, incidentId, reason });
  }
  return [...wanted.values()];
}

/** Incidents that these events leave closed. */
function closedLast(events: readonly EventKey[]) {
  const closed = new Map<string, { readonly tenantId: string; readonly incidentId: string }>();
  for (const { tenantId, subjectId: incidentId, eventType } of events) {
    const key = `${tenantId} ${incidentId}`;
    if (eventType === 'i_rslv') closed.set(key, { tenantId, incidentId });
    if (eventType === 'i_reopen') closed.delete(key);
  }
  return [...closed.values()];
}
