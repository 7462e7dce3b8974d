import type { EditIncidentBody } from './command-schemas.ts';
import { editCommand } from './commands.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Changes fields of the incident; alerts no longer change what a person has set. */
export function editIncident(
  context: IncidentsContext,
  input: EditIncidentBody & { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: editCommand(input) });
}
