import { formatInstant } from '../kernel/time.ts';
import type { Db } from '../store/connection.ts';
import type { IncidentDetail, IncidentRowView } from './incident-schemas.ts';
import type { IncidentsContext } from './incidents-context.ts';
import type { Assignment, IncidentState } from './rules/incident.ts';
import { allowedCommands } from './rules/lifecycle.ts';
import { readServiceNames, type ServiceNames } from './service-refs.ts';
import { type ListedIncident, listedFields } from './snapshot.ts';

/** An incident as lists show it. */
export function showIncidentRow(
  state: ListedIncident,
  nameService: ServiceNames,
  publicUrl: string,
): IncidentRowView {
  return {
    ...listedFields(state),
    service: nameService(state.serviceId),
    assignment: state.assignment && showAssignment(state.assignment),
    allowed_commands: [...allowedCommands(state)],
    url: `${publicUrl}/incidents/${state.incidentId}`,
  };
}

function showAssignment({ id, type, assigned_at }: Assignment) {
  return { id, type, assigned_at: formatInstant(assigned_at) };
}

/** The whole incident as the API shows it. */
export async function showIncident(
  db: Db,
  context: IncidentsContext,
  state: IncidentState,
): Promise<IncidentDetail> {
  const nameService = await readServiceNames(db, state.tenantId, [state.serviceId]);
  return {
    ...showIncidentRow(state, nameService, context.publicUrl),
    description: state.description,
    impact: state.impact,
    root_cause: state.rootCause,
    resolution: state.resolution,
    custom_fields: state.customFields,
  };
}
