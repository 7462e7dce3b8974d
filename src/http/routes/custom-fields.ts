import { createCustomField } from '../../incidents/create-custom-field.ts';
import {
  CreateCustomFieldBody,
  CustomFieldList,
  CustomFieldParams,
  CustomFieldView,
  UpdateCustomFieldBody,
} from '../../incidents/custom-field-schemas.ts';
import { deleteCustomField } from '../../incidents/delete-custom-field.ts';
import { listCustomFields } from '../../incidents/list-custom-fields.ts';
import { updateCustomField } from '../../incidents/update-custom-field.ts';
import { route } from '../route.ts';

const tag = 'Custom fields';

export const customFieldRoutes = [
  route({
    method: 'GET',
    url: '/custom-fields',
    tag,
    summary: 'Custom fields of incidents, oldest first',
    response: CustomFieldList,
    handle: (context) => listCustomFields(context),
  }),
  route({
    method: 'POST',
    url: '/custom-fields',
    tag,
    summary: 'Define a custom field',
    description:
      'At most 15. Incidents opened from now on get the default; those there are stay as they are.',
    body: CreateCustomFieldBody,
    status: 201,
    response: CustomFieldView,
    handle: (context, { body }) => createCustomField(context, body),
  }),
  route({
    method: 'PATCH',
    url: '/custom-fields/:name',
    tag,
    summary: 'Change a custom field',
    description:
      'Name and kind never change. Options are replaced; incidents keep the options they have.',
    params: CustomFieldParams,
    body: UpdateCustomFieldBody,
    response: CustomFieldView,
    handle: (context, { params, body }) => updateCustomField(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/custom-fields/:name',
    tag,
    summary: 'Delete a custom field',
    description: 'Values stay on their incidents; they can be cleared, but no longer set.',
    params: CustomFieldParams,
    handle: (context, { params }) => deleteCustomField(context, params),
  }),
];
