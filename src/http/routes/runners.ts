import { createRunner } from '../../remediation/runner-create.ts';
import { listRunners } from '../../remediation/runner-list.ts';
import { revokeRunner } from '../../remediation/runner-revoke.ts';
import { CreateRunnerBody, NewRunner, RunnerPage } from '../../remediation/runner-schemas.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Runners';

export const runnerRoutes = [
  route({
    method: 'GET',
    url: '/runners',
    tag,
    summary: 'Hosts’ runners, oldest first',
    description: 'Also those that were revoked.',
    query: PageQuery,
    response: RunnerPage,
    handle: (context, { query }) => listRunners(context, query),
  }),
  route({
    method: 'POST',
    url: '/runners',
    tag,
    summary: 'Make a registration token for a runner',
    description:
      'The token is shown this once, and good once, for an hour. With `host` only steps for that host go to it, whatever the runner calls itself. Needs the scope `admin`.',
    body: CreateRunnerBody,
    status: 201,
    response: NewRunner,
    handle: (context, { body }) => createRunner(context, body),
  }),
  route({
    method: 'DELETE',
    url: '/runners/:id',
    tag,
    summary: 'Revoke a runner',
    description:
      'Its credential is refused from now on. It ends what it has under way and itself. Needs the scope `admin`.',
    params: IdParams,
    handle: (context, { params }) => revokeRunner(context, params),
  }),
];
