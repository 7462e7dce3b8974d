import { acknowledgeIncident } from '../../incidents/acknowledge-incident.ts';
import { addResponders } from '../../incidents/add-responders.ts';
import { assignIncident } from '../../incidents/assign-incident.ts';
import {
  CommentBody,
  EmptyBody,
  MergeBody,
  PeopleBody,
  ReopenBody,
  ResolveBody,
  SnoozeBody,
} from '../../incidents/command-schemas.ts';
import { commentIncident } from '../../incidents/comment-incident.ts';
import { IncidentDetail } from '../../incidents/incident-schemas.ts';
import { mergeIncidents } from '../../incidents/merge-incidents.ts';
import { reopenIncident } from '../../incidents/reopen-incident.ts';
import { resolveIncident } from '../../incidents/resolve-incident.ts';
import { snoozeIncident } from '../../incidents/snooze-incident.ts';
import { unacknowledgeIncident } from '../../incidents/unacknowledge-incident.ts';
import { wakeIncident } from '../../incidents/wake-incident.ts';
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
    url: '/incidents/:id/assign',
    summary: 'Assign an incident to people instead of its responders',
    body: PeopleBody,
    handle: (context, { params, body }) => assignIncident(context, { ...body, ...params }),
  }),
  route({
    ...shared,
    url: '/incidents/:id/add-responders',
    summary: 'Assign further people to an incident',
    body: PeopleBody,
    handle: (context, { params, body }) => addResponders(context, { ...body, ...params }),
  }),
  route({
    ...shared,
    url: '/incidents/:id/snooze',
    summary: 'Put an incident’s reminders off',
    body: SnoozeBody,
    handle: (context, { params, body }) => snoozeIncident(context, { ...body, ...params }),
  }),
  route({
    ...shared,
    url: '/incidents/:id/wake',
    summary: 'End an incident’s snooze',
    body: EmptyBody,
    handle: (context, { params }) => wakeIncident(context, params),
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
    url: '/incidents/:id/merge',
    summary: 'Merge other incidents into this one',
    description:
      'Their alerts move here, and what comes to their groups later; they are closed and read-only. Incidents that were merged into this one before are passed over.',
    body: MergeBody,
    handle: (context, { params, body }) => mergeIncidents(context, { ...body, ...params }),
  }),
  route({
    ...shared,
    url: '/incidents/:id/comment',
    summary: 'Comment on an incident',
    body: CommentBody,
    handle: (context, { params, body }) => commentIncident(context, { ...body, ...params }),
  }),
];
