import type { EventWatcher } from '../incidents/dispatch.ts';
import { SECOND } from '../kernel/time.ts';
import { enqueueSubjects } from './subject-queries.ts';

/** Events after which other recipes may fit, or none any more. */
const LOOKED_AT: ReadonlySet<string> = new Set([
  'i_new',
  'i_reopen',
  'i_merge',
  'i_r_severity',
  'i_rslv',
]);

/** How long triage is waited for (ms); it says what type of incident it is. */
const PATIENCE = 5 * SECOND;

/**
 * The remediation room's watcher: incidents that open, reopen, take others in, close or change their
 * severity are noted, in the transaction that takes the event out of the outbox; `propose-due.ts` does
 * the rest.
 */
export const lookForRecipes: EventWatcher = async (tx, events) => {
  const subjects = events
    .filter(({ subject, eventType }) => subject === 'incident' && LOOKED_AT.has(eventType))
    .map(({ tenantId, subjectId }) => ({ tenantId, incidentId: subjectId }));
  await enqueueSubjects(tx, subjects, PATIENCE);
};
