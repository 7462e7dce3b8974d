import { listTemplates } from '../../status-page/list-templates.ts';
import {
  createTemplate,
  deleteTemplate,
  replaceTemplate,
} from '../../status-page/save-template.ts';
import { TemplateBody, TemplateList, TemplateView } from '../../status-page/template-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Status reports';

export const statusTemplateRoutes = [
  route({
    method: 'GET',
    url: '/status-templates',
    tag,
    summary: 'Texts that reports and maintenances begin with, by name',
    response: TemplateList,
    handle: (context) => listTemplates(context),
  }),
  route({
    method: 'POST',
    url: '/status-templates',
    tag,
    summary: 'Store a template',
    body: TemplateBody,
    status: 201,
    response: TemplateView,
    handle: (context, { body }) => createTemplate(context, body),
  }),
  route({
    method: 'PUT',
    url: '/status-templates/:id',
    tag,
    summary: 'Replace a template',
    params: IdParams,
    body: TemplateBody,
    response: TemplateView,
    handle: (context, { params, body }) => replaceTemplate(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/status-templates/:id',
    tag,
    summary: 'Delete a template',
    params: IdParams,
    handle: (context, { params }) => deleteTemplate(context, params),
  }),
];
