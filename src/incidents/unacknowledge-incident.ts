import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** The caller takes the own acknowledgement back; the last one gone, it is triggered again. */
export function unacknowledgeIncident(
  context: IncidentsContext,
  input: { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: { type: 'unacknowledge' } });
}
