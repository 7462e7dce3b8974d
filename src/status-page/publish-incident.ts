import { incidentIdOf } from '../incidents/incidents-context.ts';
import { findIncident } from '../incidents/queries.ts';
import type { IncidentState } from '../incidents/rules/incident.ts';
import { notFound } from '../kernel/errors.ts';
import type { StoredServiceStatus } from '../store/status-tables.ts';
import { audit } from '../tenants/audit.ts';
import { requireScope } from '../tenants/caller.ts';
import { runVerb } from '../tenants/idempotency.ts';
import { readVerb } from '../tenants/reading.ts';
import { requireHub } from './get-hub.ts';
import { listReportsOfIncident } from './report-list-queries.ts';
import type { PublishIncidentBody, ReportList, ReportWritten } from './report-schemas.ts';
import { showReports, showWritten } from './report-view.ts';
import { GRACE } from './report-writes.ts';
import type { StatusContext } from './status-context.ts';
import { addPersonsUpdate, beginReport } from './write-report.ts';

/**
 * Publishes an incident as a report on a page, linked with it: its title and its service unless
 * others are given. Unless told otherwise the report says that it is resolved when the incident is.
 */
export function publishIncident(
  context: StatusContext,
  input: PublishIncidentBody & { readonly id: string },
): Promise<ReportWritten> {
  requireScope(context, 'responder');
  const { tenantId } = context.caller;
  return runVerb(context, { route: 'publish-incident', input }, async (tx) => {
    const incident = await findIncident(tx, tenantId, incidentIdOf(input.id));
    if (!incident) throw notFound('The incident');
    await requireHub(tx, tenantId, input.hub_id);
    const now = context.clock();
    const origin = {
      hubId: input.hub_id,
      source: 'person',
      incidentId: incident.incidentId,
      followsIncident: input.follow_incident ?? true,
      sender: null,
    } as const;
    const begun = await beginReport(tx, tenantId, origin, now);
    const { title = incident.title, state = 'investigating' } = input;
    const statuses = input.statuses ?? impactOfIncident(incident);
    const written = await addPersonsUpdate(
      tx,
      context,
      begun,
      { ...input, title, state, statuses },
      now,
    );
    await audit(tx, context, {
      action: 'report.created',
      targetId: begun.report_id,
      after: { hub_id: input.hub_id, incident_id: incident.incidentId, title, state, statuses },
    });
    return showWritten(tx, tenantId, written, { hubId: input.hub_id, toldAt: now + GRACE });
  });
}

/** What an incident says of its service: critical ones have it down, others degraded. */
export function impactOfIncident({
  serviceId,
  severity,
}: Pick<IncidentState, 'serviceId' | 'severity'>): StoredServiceStatus[] {
  if (serviceId === null) return [];
  return [{ service_id: serviceId, status: severity === 'critical' ? 'down' : 'degraded' }];
}

/** Reports that tell about an incident, the newest first. */
export function listIncidentReports(
  context: StatusContext,
  input: { readonly id: string },
): Promise<ReportList> {
  requireScope(context, 'viewer');
  const { tenantId } = context.caller;
  return readVerb(context, async (db) => {
    const incidentId = incidentIdOf(input.id);
    if (!(await findIncident(db, tenantId, incidentId))) throw notFound('The incident');
    const rows = await listReportsOfIncident(db, tenantId, incidentId);
    return { data: await showReports(db, tenantId, rows, null) };
  });
}
