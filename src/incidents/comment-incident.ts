import type { CommentBody } from './command-schemas.ts';
import { commentCommand } from './commands.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** Adds a comment to the timeline, also of a closed incident. */
export function commentIncident(
  context: IncidentsContext,
  input: CommentBody & { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: commentCommand(input) });
}
