import { bulkCommand } from '../../incidents/bulk-command.ts';
import {
  BulkBody,
  BulkCommentBody,
  BulkPeopleBody,
  BulkReopenBody,
  BulkReply,
  BulkResolveBody,
  BulkSnoozeBody,
} from '../../incidents/command-schemas.ts';
import {
  addRespondersCommand,
  assignCommand,
  commentCommand,
  reopenCommand,
  resolveCommand,
  snoozeCommand,
} from '../../incidents/commands.ts';
import { route } from '../route.ts';

const shared = {
  method: 'POST',
  tag: 'Incidents',
  description:
    'Up to 100 incidents, by ascending id, each on its own: the reply says for each what became of it.',
  response: BulkReply,
} as const;

export const incidentBulkRoutes = [
  route({
    ...shared,
    url: '/incidents/bulk/acknowledge',
    summary: 'Acknowledge incidents',
    body: BulkBody,
    handle: (context, { body: { incidents } }) =>
      bulkCommand(context, { incidents, command: { type: 'acknowledge' } }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/unacknowledge',
    summary: 'Take one’s own acknowledgements back',
    body: BulkBody,
    handle: (context, { body: { incidents } }) =>
      bulkCommand(context, { incidents, command: { type: 'unacknowledge' } }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/assign',
    summary: 'Assign incidents to people instead of their responders',
    body: BulkPeopleBody,
    handle: (context, { body: { incidents, ...rest } }) =>
      bulkCommand(context, { incidents, command: assignCommand(rest) }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/add-responders',
    summary: 'Assign further people to incidents',
    body: BulkPeopleBody,
    handle: (context, { body: { incidents, ...rest } }) =>
      bulkCommand(context, { incidents, command: addRespondersCommand(rest) }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/snooze',
    summary: 'Put incidents’ reminders off',
    body: BulkSnoozeBody,
    handle: (context, { body: { incidents, ...rest } }) =>
      bulkCommand(context, { incidents, command: snoozeCommand(rest) }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/wake',
    summary: 'End incidents’ snoozes',
    body: BulkBody,
    handle: (context, { body: { incidents } }) =>
      bulkCommand(context, { incidents, command: { type: 'wake' } }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/resolve',
    summary: 'Close incidents',
    body: BulkResolveBody,
    handle: (context, { body: { incidents, ...rest } }) =>
      bulkCommand(context, { incidents, command: resolveCommand(rest) }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/reopen',
    summary: 'Open closed incidents again',
    body: BulkReopenBody,
    handle: (context, { body: { incidents, ...rest } }) =>
      bulkCommand(context, { incidents, command: reopenCommand(rest) }),
  }),
  route({
    ...shared,
    url: '/incidents/bulk/comment',
    summary: 'Comment on incidents',
    body: BulkCommentBody,
    handle: (context, { body: { incidents, ...rest } }) =>
      bulkCommand(context, { incidents, command: commentCommand(rest) }),
  }),
];
