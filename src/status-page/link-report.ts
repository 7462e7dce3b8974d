import { incidentIdOf } from '../incidents/incidents-context.ts';
import { findIncident } from '../incidents/queries.ts';
import { invalid } from '../kernel/errors.ts';
import { audit } from '../tenants/audit.ts';
import { changeReport, type ReportKey } from './report-changes.ts';
import { saveReport } from './report-queries.ts';
import type { LinkReportBody, ReportDetail } from './report-schemas.ts';
import { showReportDetail } from './report-view.ts';
import type { StatusContext } from './status-context.ts';

/** Links a report with an incident, or unlinks it. 422 for an unknown incident. */
export function linkReport(
  context: StatusContext,
  input: LinkReportBody & ReportKey,
): Promise<ReportDetail> {
  const { tenantId } = context.caller;
  return changeReport(context, { route: 'link-report', input }, async (tx, report) => {
    const given = input.incident_id;
    const incident_id =
      given === undefined ? report.incident_id : given === null ? null : incidentIdOf(given);
    if (incident_id !== null && !(await findIncident(tx, tenantId, incident_id))) {
      const expected = 'the id of an incident';
      const fault = { pointer: '/incident_id', expected, received: incident_id };
      throw invalid('The incident is not known.', [fault]);
    }
    const follows = incident_id !== null && (input.follows_incident ?? report.follows_incident);
    const values = { incident_id, follows_incident: follows };
    const updated_at = new Date(context.clock());
    const after = await saveReport(tx, tenantId, report.report_id, { ...values, updated_at });
    const { incident_id: was, follows_incident } = report;
    await audit(tx, context, {
      action: 'report.linked',
      targetId: report.report_id,
      before: { incident_id: was, follows_incident },
      after: values,
    });
    return showReportDetail(tx, tenantId, after, input.id);
  });
}
