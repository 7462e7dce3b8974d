import { invalid } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { OpenIncidentBody } from './command-schemas.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import { showIncident } from './incident-view.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { insertEntries, insertIncident } from './queries.ts';
import { open } from './rules/alert-steps.ts';
import type { Step } from './rules/step.ts';
import { findServiceBy } from './service-refs.ts';

/** Opens an incident by hand. 422 when the service does not exist. */
export function openIncident(
  context: IncidentsContext,
  input: OpenIncidentBody,
): Promise<IncidentDetail> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'open-incident', input }, async (tx) => {
    const serviceId = await requireServiceId(tx, tenantId, input.service);
    const { state, entries } = opened(context, input, serviceId);
    await insertIncident(tx, tenantId, state);
    await insertEntries(tx, tenantId, entries);
    const { title, severity } = state;
    await audit(tx, context, {
      action: 'incident.opened',
      targetId: state.incidentId,
      after: { title, severity, service_id: serviceId },
    });
    return showIncident(tx, context, state);
  });
}

function opened(
  context: IncidentsContext,
  input: OpenIncidentBody,
  serviceId: string | null,
): Step {
  const { tenantId, actor } = context.caller;
  const now = context.clock();
  return open({
    tenantId,
    incidentId: newId('inc'),
    alert: null,
    actor,
    now,
    title: storable(input.title.trim()),
    description: storable(input.description ?? ''),
    severity: input.severity ?? 'medium',
    serviceId,
    labels: storableMap(input.labels ?? {}),
    startedAt: now,
    integrationId: null,
    dedupKey: null,
    ruleId: null,
    groupKey: null,
    ruleName: null,
    onRecovery: 'flag',
    closeAfterMinutes: 0,
    recurrenceOf: null,
  });
}

function storableMap(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).map(([key, text]) => [storable(key), storable(text)]),
  );
}

async function requireServiceId(
  tx: Db,
  tenantId: string,
  idOrName: string | undefined,
): Promise<string | null> {
  if (idOrName === undefined) return null;
  const service = await findServiceBy(tx, tenantId, storable(idOrName.trim()));
  if (service) return service.service_id;
  throw invalid('The service was not found.', [
    { pointer: '/service', expected: 'the id or name of a service', received: idOrName },
  ]);
}
