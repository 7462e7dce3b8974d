import type { ResolveBody } from './command-schemas.ts';
import { resolveCommand } from './commands.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Closes the incident, with its root cause and resolution if given. Its alerts stay as they are. */
export function resolveIncident(
  context: IncidentsContext,
  input: ResolveBody & { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: resolveCommand(input) });
}
