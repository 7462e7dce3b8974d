import type { SnoozeBody } from './command-schemas.ts';
import { snoozeCommand } from './commands.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Puts reminders off for some minutes from now; a further snooze replaces the one there is. */
export function snoozeIncident(
  context: IncidentsContext,
  input: SnoozeBody & { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: snoozeCommand(input) });
}
