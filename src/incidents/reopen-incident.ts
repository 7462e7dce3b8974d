import type { ReopenBody } from './command-schemas.ts';
import { reopenCommand } from './commands.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Opens a closed incident again; it takes its group's alerts again unless another one does. */
export function reopenIncident(
  context: IncidentsContext,
  input: ReopenBody & { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: reopenCommand(input) });
}
