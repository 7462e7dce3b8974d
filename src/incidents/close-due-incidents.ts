import { askDueIncidents, type TimerDeps } from './due-incidents.ts';

/**
 * The timer's turn: closes the incidents whose delay after the recovery has passed. Replicas may
 * run it at once. Returns how many it closed.
 */
export function closeDueIncidents(deps: TimerDeps): Promise<number> {
  return askDueIncidents(deps, {
    column: 'close_due_at',
    closes: true,
    command: async () => ({ type: 'close_recovered' }),
  });
}
