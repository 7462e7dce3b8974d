import { claimStep } from '../../remediation/runner-claim.ts';
import { renewStep, startStep } from '../../remediation/runner-hold.ts';
import { takeOutput } from '../../remediation/runner-output.ts';
import { registerRunner } from '../../remediation/runner-register.ts';
import { takeResult } from '../../remediation/runner-result.ts';
import {
  Claim,
  ClaimBody,
  FenceBody,
  OutputBody,
  OutputTaken,
  RegisterBody,
  Registered,
  ResultBody,
  ResultTaken,
  StepHold,
} from '../../remediation/runner-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Runners';
const access = 'runner';

/** What runners call. A 409 `claim_lost` says that a step is no longer the runner's. */
export const runnerLinkRoutes = [
  route({
    method: 'POST',
    url: '/runner/register',
    tag,
    summary: 'Register a runner by its one-time token',
    description:
      'The runner makes its credential and gives its SHA-256; the credential itself never travels before it is used. The same request is answered again.',
    access: 'public',
    body: RegisterBody,
    response: Registered,
    handle: (context, { body }) => registerRunner(context, body),
  }),
  route({
    method: 'POST',
    url: '/runner/claim',
    tag,
    summary: 'Ask for the next step of this host',
    description:
      'Answers as soon as there is one, else after `wait_ms` with `null`. A claimed step has to be started before anything is executed. Times are durations: the runner’s clock does not matter.',
    access,
    body: ClaimBody,
    response: Claim,
    handle: (context, { body }, { request }) =>
      claimStep(context, body, () => request.raw.socket.destroyed || context.closing.aborted),
  }),
  route({
    method: 'POST',
    url: '/runner/steps/:id/start',
    tag,
    summary: 'Ask whether a claimed step may be executed now',
    description: 'Only an answer with `cancelled: false` allows it. Repeating it is safe.',
    access,
    params: IdParams,
    body: FenceBody,
    response: StepHold,
    handle: (context, { params, body }) => startStep(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/runner/steps/:id/heartbeat',
    tag,
    summary: 'Renew the lease of a step that runs',
    access,
    params: IdParams,
    body: FenceBody,
    response: StepHold,
    handle: (context, { params, body }) => renewStep(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/runner/steps/:id/output',
    tag,
    summary: 'Send a chunk of a step’s output',
    description:
      'Numbered from 0; one that is there already changes nothing. At most 256 KiB of a step are kept.',
    access,
    params: IdParams,
    body: OutputBody,
    response: OutputTaken,
    handle: (context, { params, body }) => takeOutput(context, { ...body, ...params }),
  }),
  route({
    method: 'POST',
    url: '/runner/steps/:id/result',
    tag,
    summary: 'Report how a step ended',
    description:
      'Counts once; a repetition is answered with `counted: false`. Success is decided by the hub, from what the recipe expects.',
    access,
    params: IdParams,
    body: ResultBody,
    response: ResultTaken,
    handle: (context, { params, body }) => takeResult(context, { ...body, ...params }),
  }),
];
