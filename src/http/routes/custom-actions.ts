import { createCustomAction } from '../../delivery/create-custom-action.ts';
import {
  ActionPage,
  ActionView,
  CreateActionBody,
  NewAction,
  UpdateActionBody,
} from '../../delivery/custom-action-schemas.ts';
import { deleteWebhook } from '../../delivery/delete-webhook.ts';
import { getCustomAction } from '../../delivery/get-custom-action.ts';
import { listCustomActions } from '../../delivery/list-custom-actions.ts';
import { rotateWebhookSecret } from '../../delivery/rotate-webhook-secret.ts';
import { updateCustomAction } from '../../delivery/update-custom-action.ts';
import { RotateSecretBody, SecretView } from '../../delivery/webhook-schemas.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Custom actions';
const kind = 'action' as const;

export const customActionRoutes = [
  route({
    method: 'GET',
    url: '/custom-actions',
    tag,
    summary: 'Custom actions, oldest first',
    query: PageQuery,
    response: ActionPage,
    handle: (context, { query }) => listCustomActions(context, query),
  }),
  route({
    method: 'POST',
    url: '/custom-actions',
    tag,
    summary: 'Create a custom action',
    description:
      'A button on the incidents of a service, or of all; five at most each. The secret is shown this once.',
    body: CreateActionBody,
    status: 201,
    response: NewAction,
    handle: (context, { body }) => createCustomAction(context, body),
  }),
  route({
    method: 'GET',
    url: '/custom-actions/:id',
    tag,
    summary: 'A custom action',
    params: IdParams,
    response: ActionView,
    handle: (context, { params }) => getCustomAction(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/custom-actions/:id',
    tag,
    summary: 'Change a custom action',
    description:
      'What is not given stays; null takes a setting back to its default. `headers` replaces all of them; a value `…` keeps the one that is stored.',
    params: IdParams,
    body: UpdateActionBody,
    response: ActionView,
    handle: (context, { params, body }) => updateCustomAction(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/custom-actions/:id',
    tag,
    summary: 'Delete a custom action',
    description: 'Its history stays as long as any.',
    params: IdParams,
    handle: (context, { params }) => deleteWebhook(context, { ...params, kind }),
  }),
  route({
    method: 'POST',
    url: '/custom-actions/:id/rotate-secret',
    tag,
    summary: 'Replace the secret of a custom action',
    description: 'For the overlap, a day unless given, requests are signed with both.',
    params: IdParams,
    body: RotateSecretBody,
    response: SecretView,
    handle: (context, { params, body }) =>
      rotateWebhookSecret(context, { ...body, ...params, kind }),
  }),
];
