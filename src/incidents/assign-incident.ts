import type { PeopleBody } from './command-schemas.ts';
import { assignCommand } from './commands.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Makes these members the responders instead of those before. 422 names who is no member. */
export function assignIncident(
  context: IncidentsContext,
  input: PeopleBody & { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: assignCommand(input) });
}
