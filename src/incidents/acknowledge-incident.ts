import type { IncidentDetail } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { runCommand } from './run-command.ts';

/** The caller takes the incident on. Each person's own acknowledgement is kept. */
export function acknowledgeIncident(
  context: IncidentsContext,
  input: { readonly id: string },
): Promise<IncidentDetail> {
  return runCommand(context, { id: input.id, command: { type: 'acknowledge' } });
}
