import type { PeopleBody } from './command-schemas.ts';
import { addRespondersCommand } from './commands.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Assigns further members beside the responders there are. 422 names who is no member. */
export function addResponders(
  context: IncidentsContext,
  input: PeopleBody & { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: addRespondersCommand(input) });
}
