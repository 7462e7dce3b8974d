import { invalid } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { storable } from '../kernel/text.ts';
import type { Db } from '../store/connection.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import type { ServiceRow } from '../tenants/service-queries.ts';
import type { OpenIncidentBody } from './command-schemas.ts';
import { defaultFieldValues, readFieldValues } from './custom-field-values.ts';
import type { IncidentDetail } from './incident-schemas.ts';
import { showIncident } from './incident-view.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { readPeople, requirePeople } from './people-refs.ts';
import { insertEntries, insertIncident } from './queries.ts';
import { type Opening, open } from './rules/alert-steps.ts';
import type { Person } from './rules/incident.ts';
import type { Step } from './rules/step.ts';
import { findServiceBy } from './service-refs.ts';

/**
 * Opens an incident by hand and assigns it to the given people, else to those of its service. 422
 * when the service, a person or a custom field does not exist.
 */
export function openIncident(
  context: IncidentsContext,
  input: OpenIncidentBody,
): Promise<IncidentDetail> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'open-incident', input }, async (tx) => {
    const service = await requireService(tx, tenantId, input.service);
    const serviceId = service?.service_id ?? null;
    const { state, entries } = opened(context, input, {
      serviceId,
      responders: await respondersOf(tx, tenantId, input, service),
      customFields: await fieldsOf(tx, tenantId, input),
    });
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
  looked: Pick<Opening, 'serviceId' | 'responders' | 'customFields'>,
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
    ...looked,
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

async function requireService(
  tx: Db,
  tenantId: string,
  idOrName: string | undefined,
): Promise<ServiceRow | null> {
  if (idOrName === undefined) return null;
  const service = await findServiceBy(tx, tenantId, storable(idOrName.trim()));
  if (service) return service;
  throw invalid('The service was not found.', [
    { pointer: '/service', expected: 'the id or name of a service', received: idOrName },
  ]);
}

function respondersOf(
  tx: Db,
  tenantId: string,
  { people }: OpenIncidentBody,
  service: ServiceRow | null,
): Promise<readonly Person[]> {
  return people === undefined
    ? readPeople(tx, tenantId, service?.responders ?? [])
    : requirePeople(tx, tenantId, people);
}

/** The definitions' defaults, and over them what is given; null leaves a field empty. */
async function fieldsOf(
  tx: Db,
  tenantId: string,
  { custom_fields = {} }: OpenIncidentBody,
): Promise<Record<string, unknown>> {
  const values = {
    ...(await defaultFieldValues(tx, tenantId)),
    ...(await readFieldValues(tx, tenantId, custom_fields)),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
