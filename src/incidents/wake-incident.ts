import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Ends the snooze before its time. */
export function wakeIncident(
  context: IncidentsContext,
  input: { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: { type: 'wake' } });
}
