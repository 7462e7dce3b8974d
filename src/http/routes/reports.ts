import { addReportUpdate } from '../../status-page/add-report-update.ts';
import { createReport } from '../../status-page/create-report.ts';
import { deleteReport } from '../../status-page/delete-report.ts';
import { editReportUpdate } from '../../status-page/edit-report-update.ts';
import { linkReport } from '../../status-page/link-report.ts';
import { getReport, listReports } from '../../status-page/list-reports.ts';
import {
  PreviewReportBody,
  previewReport,
  ReportPreview,
} from '../../status-page/preview-report.ts';
import { listIncidentReports, publishIncident } from '../../status-page/publish-incident.ts';
import { publishReportUpdate } from '../../status-page/publish-report-update.ts';
import {
  AddUpdateBody,
  CreateReportBody,
  EditUpdateBody,
  LinkReportBody,
  PublishIncidentBody,
  PublishUpdateBody,
  ReportDetail,
  ReportList,
  ReportPage,
  ReportParams,
  ReportQuery,
  ReportWritten,
  UpdateParams,
} from '../../status-page/report-schemas.ts';
import { takeBackReportUpdate } from '../../status-page/take-back-report-update.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Status reports';
const report = '/hubs/:id/reports/:report_id';
const update = `${report}/updates/:update_id`;

export const reportRoutes = [
  route({
    method: 'GET',
    url: '/hubs/:id/reports',
    tag,
    summary: 'Reports of a page, the newest first, drafts too',
    params: IdParams,
    query: ReportQuery,
    response: ReportPage,
    handle: (context, { params, query }) => listReports(context, { ...query, ...params }),
  }),
  route({
    method: 'POST',
    url: '/hubs/:id/reports',
    tag,
    summary: 'Write a report',
    description: 'Subscribers are told ten seconds later; until then it can be taken back.',
    params: IdParams,
    body: CreateReportBody,
    status: 201,
    response: ReportWritten,
    handle: (context, { params, body }) => createReport(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/hubs/:id/reports/preview',
    tag,
    summary: 'What a text would become, and who would be told',
    params: IdParams,
    body: PreviewReportBody,
    response: ReportPreview,
    handle: (context, { params, body }) => previewReport(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: report,
    tag,
    summary: 'A report with its updates',
    params: ReportParams,
    response: ReportDetail,
    handle: (context, { params }) => getReport(context, params),
  }),
  route({
    method: 'PATCH',
    url: report,
    tag,
    summary: 'Link a report with an incident',
    params: ReportParams,
    body: LinkReportBody,
    response: ReportDetail,
    handle: (context, { params, body }) => linkReport(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: report,
    tag,
    summary: 'Delete a report',
    description: 'It leaves the page; its sender’s id stays used up.',
    params: ReportParams,
    handle: (context, { params }) => deleteReport(context, params),
  }),
  route({
    method: 'POST',
    url: `${report}/updates`,
    tag,
    summary: 'Add an update',
    params: ReportParams,
    body: AddUpdateBody,
    status: 201,
    response: ReportWritten,
    handle: (context, { params, body }) => addReportUpdate(context, { ...body, ...params }),
  }),
  route({
    method: 'PATCH',
    url: update,
    tag,
    summary: 'Change an update, also a public one',
    description: 'Nobody is told again.',
    params: UpdateParams,
    body: EditUpdateBody,
    response: ReportDetail,
    handle: (context, { params, body }) => editReportUpdate(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: `${update}/publish`,
    tag,
    summary: 'Make a draft public',
    params: UpdateParams,
    body: PublishUpdateBody,
    response: ReportWritten,
    handle: (context, { params, body }) => publishReportUpdate(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: update,
    tag,
    summary: 'Take an update back',
    description:
      'A draft is gone; a public update of which nobody was told is a draft again. Afterwards: 409.',
    params: UpdateParams,
    response: ReportDetail,
    handle: (context, { params }) => takeBackReportUpdate(context, params),
  }),
  route({
    method: 'POST',
    url: '/incidents/:id/publish',
    tag,
    summary: 'Publish an incident as a report',
    params: IdParams,
    body: PublishIncidentBody,
    status: 201,
    response: ReportWritten,
    handle: (context, { params, body }) => publishIncident(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: '/incidents/:id/reports',
    tag,
    summary: 'Reports about an incident',
    params: IdParams,
    response: ReportList,
    handle: (context, { params }) => listIncidentReports(context, params),
  }),
];
