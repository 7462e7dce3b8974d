import { ReceiptQuery } from '../../ingress/receipt-schemas.ts';
import { HookReceiptPage, listHookReceipts } from '../../status-page/list-hook-receipts.ts';
import { createService } from '../../tenants/create-service.ts';
import { deleteService } from '../../tenants/delete-service.ts';
import { getService } from '../../tenants/get-service.ts';
import { listServices } from '../../tenants/list-services.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { rotateStatusHook } from '../../tenants/rotate-status-hook.ts';
import {
  CreateServiceBody,
  ServicePage,
  ServiceView,
  StatusHookView,
  UpdateServiceBody,
} from '../../tenants/service-schemas.ts';
import { updateService } from '../../tenants/update-service.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Services';

export const serviceRoutes = [
  route({
    method: 'GET',
    url: '/services',
    tag,
    summary: 'Services by name',
    query: PageQuery,
    response: ServicePage,
    handle: (context, { query }) => listServices(context, query),
  }),
  route({
    method: 'POST',
    url: '/services',
    tag,
    summary: 'Create a service',
    body: CreateServiceBody,
    status: 201,
    response: ServiceView,
    handle: (context, { body }) => createService(context, body),
  }),
  route({
    method: 'GET',
    url: '/services/:id',
    tag,
    summary: 'A service',
    params: IdParams,
    response: ServiceView,
    handle: (context, { params }) => getService(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/services/:id',
    tag,
    summary: 'Change a service',
    params: IdParams,
    body: UpdateServiceBody,
    response: ServiceView,
    handle: (context, { params, body }) => updateService(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/services/:id/statushub-hook/rotate',
    tag,
    summary: 'Give its StatusHub hook a new URL',
    description: 'The URL before it answers 404 from then on.',
    params: IdParams,
    response: StatusHookView,
    handle: (context, { params }) => rotateStatusHook(context, params),
  }),
  route({
    method: 'GET',
    url: '/services/:id/hook-receipts',
    tag,
    summary: 'What came to its StatusHub hook, newest first',
    params: IdParams,
    query: ReceiptQuery,
    response: HookReceiptPage,
    handle: (context, { params, query }) => listHookReceipts(context, { ...query, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/services/:id',
    tag,
    summary: 'Delete a service',
    description: 'Alerts and incidents about it stay.',
    params: IdParams,
    handle: (context, { params }) => deleteService(context, params),
  }),
];
