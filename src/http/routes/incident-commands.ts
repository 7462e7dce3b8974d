import { acknowledgeIncident } from '../../incidents/acknowledge-incident.ts';
import {
  CommentBody,
  EmptyBody,
  ReopenBody,
  ResolveBody,
} from '../../incidents/command-schemas.ts';
import { commentIncident } from '../../incidents/comment-incident.ts';
import { IncidentDetail } from '../../incidents/incident-schemas.ts';
import { reopenIncident } from '../../incidents/reopen-incident.ts';
import { resolveIncident } from '../../incidents/resolve-incident.ts';
import { unacknowledgeIncident } from '../../incidents/unacknowledge-incident.ts';
import { IdParams, route } from '../route.ts';

const shared = {
  method: 'POST',
  tag: 'Incidents',
  params: IdParams,
  response: IncidentDetail,
} as const;

/** One command for one incident. 409 names why it refuses; repeating one is not an error. */
export const incidentCommandRoutes = [
  route({
    ...shared,
    url: '/incidents/:id/acknowledge',
    summary: 'Acknowledge an incident',
    body: EmptyBody,
    handle: (context, { params }) => acknowledgeIncident(context, params),
  }),
  route({
    ...shared,
    url: '/incidents/:id/unacknowledge',
    summary: 'Take one’s own acknowledgement back',
    body: EmptyBody,
    handle: (context, { params }) => unacknowledgeIncident(context, params),
  }),
  route({
    ...shared,
    url: '/incidents/:id/resolve',
    summary: 'Close an incident',
    body: ResolveBody,
    handle: (context, { params, body }) => resolveIncident(context, { ...body, ...params }),
  }),
  route({
    ...shared,
    url: '/incidents/:id/reopen',
    summary: 'Open a closed incident again',
    body: ReopenBody,
    handle: (context, { params, body }) => reopenIncident(context, { ...body, ...params }),
  }),
  route({
    ...shared,
    url: '/incidents/:id/comment',
    summary: 'Comment on an incident',
    body: CommentBody,
    handle: (context, { params, body }) => commentIncident(context, { ...body, ...params }),
  }),
];
