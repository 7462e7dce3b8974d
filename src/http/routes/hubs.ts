import { Type } from 'typebox';
import {
  AddComponentBody,
  ComponentList,
  SetComponentsBody,
} from '../../status-page/component-schemas.ts';
import { createHub } from '../../status-page/create-hub.ts';
import { deleteHub } from '../../status-page/delete-hub.ts';
import { getHub } from '../../status-page/get-hub.ts';
import { CreateHubBody, HubList, HubView, UpdateHubBody } from '../../status-page/hub-schemas.ts';
import { listComponents } from '../../status-page/list-components.ts';
import { listHubs } from '../../status-page/list-hubs.ts';
import { addComponent, removeComponent, setComponents } from '../../status-page/set-components.ts';
import { updateHub } from '../../status-page/update-hub.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Status pages';

const ComponentParams = Type.Object({ id: Type.String(), service_id: Type.String() });

export const hubRoutes = [
  route({
    method: 'GET',
    url: '/hubs',
    tag,
    summary: 'Status pages, the oldest first',
    response: HubList,
    handle: (context) => listHubs(context),
  }),
  route({
    method: 'POST',
    url: '/hubs',
    tag,
    summary: 'Create a status page',
    body: CreateHubBody,
    status: 201,
    response: HubView,
    handle: (context, { body }) => createHub(context, body),
  }),
  route({
    method: 'GET',
    url: '/hubs/:id',
    tag,
    summary: 'A status page',
    params: IdParams,
    response: HubView,
    handle: (context, { params }) => getHub(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/hubs/:id',
    tag,
    summary: 'Change a status page',
    description: 'What is not given stays; null takes a setting, the domain or the password away.',
    params: IdParams,
    body: UpdateHubBody,
    response: HubView,
    handle: (context, { params, body }) => updateHub(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/hubs/:id',
    tag,
    summary: 'Delete a status page and its subscribers',
    params: IdParams,
    handle: (context, { params }) => deleteHub(context, params),
  }),
  route({
    method: 'GET',
    url: '/hubs/:id/components',
    tag,
    summary: 'Every service as the page shows it, or not',
    params: IdParams,
    response: ComponentList,
    handle: (context, { params }) => listComponents(context, params),
  }),
  route({
    method: 'PUT',
    url: '/hubs/:id/components',
    tag,
    summary: 'Replace what the page lists: order, groups, names',
    params: IdParams,
    body: SetComponentsBody,
    response: ComponentList,
    handle: (context, { params, body }) => setComponents(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/hubs/:id/components',
    tag,
    summary: 'List a service, or change how it is listed',
    params: IdParams,
    body: AddComponentBody,
    response: ComponentList,
    handle: (context, { params, body }) => addComponent(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/hubs/:id/components/:service_id',
    tag,
    summary: 'Take a service off the list',
    description: 'It is still shown, after the others, where the page shows all services.',
    params: ComponentParams,
    handle: (context, { params }) => removeComponent(context, params),
  }),
];
