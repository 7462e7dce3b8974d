import { EmptyBody } from '../../incidents/command-schemas.ts';
import { cancelRun } from '../../remediation/cancel-run.ts';
import { confirmStep } from '../../remediation/confirm-step.ts';
import { getRun } from '../../remediation/get-run.ts';
import { listRuns } from '../../remediation/list-runs.ts';
import {
  ConfirmBody,
  RunDetail,
  RunPage,
  RunQuery,
} from '../../remediation/remediation-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Remediation';

export const runRoutes = [
  route({
    method: 'GET',
    url: '/runs',
    tag,
    summary: 'Runs of recipes, newest first',
    query: RunQuery,
    response: RunPage,
    handle: (context, { query }) => listRuns(context, query),
  }),
  route({
    method: 'GET',
    url: '/runs/:id',
    tag,
    summary: 'A run with its steps and what they put out so far',
    params: IdParams,
    response: RunDetail,
    handle: (context, { params }) => getRun(context, params),
  }),
  route({
    method: 'POST',
    url: '/runs/:id/cancel',
    tag,
    summary: 'End a run early',
    description:
      'Nothing more of it begins, not even its rollback; a step under way ends first. Needs the scope `responder`.',
    params: IdParams,
    body: EmptyBody,
    response: RunDetail,
    handle: (context, { params }) => cancelRun(context, params),
  }),
  route({
    method: 'POST',
    url: '/runs/:id/confirm',
    tag,
    summary: 'Say that a manual step is done, or cannot be',
    description: 'By a person. Needs the scope `responder`.',
    params: IdParams,
    body: ConfirmBody,
    response: RunDetail,
    handle: (context, { params, body }) => confirmStep(context, { ...body, ...params }),
  }),
];
