import {
  ActionResult,
  BulkActionReply,
  BulkRunActionBody,
  IncidentActions,
  RunActionBody,
} from '../../delivery/custom-action-schemas.ts';
import { listIncidentActions } from '../../delivery/list-incident-actions.ts';
import { runAction } from '../../delivery/run-action.ts';
import { runActions } from '../../delivery/run-actions.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Custom actions';

export const incidentActionRoutes = [
  route({
    method: 'GET',
    url: '/incidents/:id/actions',
    tag,
    summary: 'The custom actions an incident offers',
    params: IdParams,
    response: IncidentActions,
    handle: (context, { params }) => listIncidentActions(context, params),
  }),
  route({
    method: 'POST',
    url: '/incidents/:id/run-action',
    tag,
    summary: 'Run a custom action on an incident and wait for what comes of it',
    description:
      'A success goes on the timeline, a failure is in the reply. Send an `Idempotency-Key`, so that a second press runs nothing.',
    params: IdParams,
    body: RunActionBody,
    response: ActionResult,
    handle: (context, { params, body }) => runAction(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/incidents/bulk/run-action',
    tag,
    summary: 'Run a custom action on incidents and wait for what comes of it',
    description:
      'Up to 100 incidents, ten at a time, each on its own: the reply says for each what became of it.',
    body: BulkRunActionBody,
    response: BulkActionReply,
    handle: (context, { body }) => runActions(context, body),
  }),
];
