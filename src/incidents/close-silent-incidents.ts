import { askDueIncidents, type TimerDeps } from './due-incidents.ts';
import { findLastSeen } from './due-queries.ts';

/**
 * The timer's turn: closes the incidents whose alerts have been silent for their minutes. That an
 * alert repeats moves nothing on its incident (the commonest event of all stays cheap), so the
 * alerts are asked only when the incident is due, and it is put off to the end of their silence.
 * Replicas may run it at once. Returns how many it closed.
 */
export function closeSilentIncidents(deps: TimerDeps): Promise<number> {
  return askDueIncidents(deps, {
    column: 'silence_due_at',
    closes: true,
    command: async (tx, { tenantId, incidentId }) => ({
      type: 'close_silent',
      lastSeenAt: await findLastSeen(tx, tenantId, incidentId),
    }),
  });
}
