import {
  cancelMaintenance,
  endMaintenance,
  startMaintenance,
} from '../../status-page/begin-and-end-maintenance.ts';
import { createMaintenance } from '../../status-page/create-maintenance.ts';
import { getMaintenance, listMaintenances } from '../../status-page/list-maintenances.ts';
import {
  CreateMaintenanceBody,
  MaintenancePage,
  MaintenanceParams,
  MaintenanceQuery,
  MaintenanceView,
  MaintenanceWritten,
  PublishMaintenanceBody,
  UpdateMaintenanceBody,
} from '../../status-page/maintenance-schemas.ts';
import { publishMaintenance } from '../../status-page/publish-maintenance.ts';
import { takeBackMaintenance } from '../../status-page/take-back-maintenance.ts';
import { updateMaintenance } from '../../status-page/update-maintenance.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Status maintenances';
const maintenance = '/hubs/:id/maintenances/:maintenance_id';

export const maintenanceRoutes = [
  route({
    method: 'GET',
    url: '/hubs/:id/maintenances',
    tag,
    summary: 'Maintenances of a page, the latest start first, drafts too',
    params: IdParams,
    query: MaintenanceQuery,
    response: MaintenancePage,
    handle: (context, { params, query }) => listMaintenances(context, { ...query, ...params }),
  }),
  route({
    method: 'POST',
    url: '/hubs/:id/maintenances',
    tag,
    summary: 'Plan a maintenance',
    description: 'It begins and ends by itself. One in the past is history.',
    params: IdParams,
    body: CreateMaintenanceBody,
    status: 201,
    response: MaintenanceWritten,
    handle: (context, { params, body }) => createMaintenance(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: maintenance,
    tag,
    summary: 'A maintenance',
    params: MaintenanceParams,
    response: MaintenanceView,
    handle: (context, { params }) => getMaintenance(context, params),
  }),
  route({
    method: 'PATCH',
    url: maintenance,
    tag,
    summary: 'Change or move a maintenance',
    description: 'After its end only a later end is possible.',
    params: MaintenanceParams,
    body: UpdateMaintenanceBody,
    response: MaintenanceWritten,
    handle: (context, { params, body }) => updateMaintenance(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: `${maintenance}/publish`,
    tag,
    summary: 'Make a draft public',
    params: MaintenanceParams,
    body: PublishMaintenanceBody,
    response: MaintenanceWritten,
    handle: (context, { params, body }) => publishMaintenance(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: `${maintenance}/take-back`,
    tag,
    summary: 'Make it a draft again',
    description: 'While nobody was told of it: as a rule for ten seconds. Afterwards: 409.',
    params: MaintenanceParams,
    response: MaintenanceView,
    handle: (context, { params }) => takeBackMaintenance(context, params),
  }),
  route({
    method: 'POST',
    url: `${maintenance}/start`,
    tag,
    summary: 'Begin it now',
    params: MaintenanceParams,
    response: MaintenanceWritten,
    handle: (context, { params }) => startMaintenance(context, params),
  }),
  route({
    method: 'POST',
    url: `${maintenance}/end`,
    tag,
    summary: 'End it now',
    params: MaintenanceParams,
    response: MaintenanceWritten,
    handle: (context, { params }) => endMaintenance(context, params),
  }),
  route({
    method: 'DELETE',
    url: maintenance,
    tag,
    summary: 'Cancel it',
    description: 'It leaves the page; subscribers are told unless it has ended.',
    params: MaintenanceParams,
    response: MaintenanceWritten,
    handle: (context, { params }) => cancelMaintenance(context, params),
  }),
];
