import { getModes } from '../../remediation/get-modes.ts';
import { listLog } from '../../remediation/list-log.ts';
import {
  LogPage,
  LogQuery,
  RemediationModes,
  ResumeBody,
  SetModeBody,
  StopBody,
} from '../../remediation/remediation-schemas.ts';
import { resumeRemediation } from '../../remediation/resume-remediation.ts';
import { setMode } from '../../remediation/set-mode.ts';
import { stopRemediation } from '../../remediation/stop-remediation.ts';
import { route } from '../route.ts';

const tag = 'Remediation';

export const remediationRoutes = [
  route({
    method: 'GET',
    url: '/remediation/modes',
    tag,
    summary: 'How far remediation may go where, and whether it is stopped',
    response: RemediationModes,
    handle: (context) => getModes(context),
  }),
  route({
    method: 'PUT',
    url: '/remediation/modes',
    tag,
    summary: 'Set the mode of a service or a host',
    description:
      'The stricter of service and host holds; what has none is in `shadow`. Needs the scope `admin`.',
    body: SetModeBody,
    response: RemediationModes,
    handle: (context, { body }) => setMode(context, body),
  }),
  route({
    method: 'POST',
    url: '/remediation/stop',
    tag,
    summary: 'The kill switch: nothing begins any more',
    description:
      'What waits is withdrawn; runs under way end as cancelled after their step. Needs the scope `responder`; `everywhere` the operator.',
    body: StopBody,
    response: RemediationModes,
    handle: (context, { body }) => stopRemediation(context, body),
  }),
  route({
    method: 'POST',
    url: '/remediation/resume',
    tag,
    summary: 'Take back a stop, or close the circuit of a recipe',
    description:
      'What was cancelled stays cancelled. Needs the scope `admin`; `everywhere` the operator.',
    body: ResumeBody,
    response: RemediationModes,
    handle: (context, { body }) => resumeRemediation(context, body),
  }),
  route({
    method: 'GET',
    url: '/remediation/log',
    tag,
    summary: 'The remediation log',
    description:
      'Append-only. Each entry’s hash covers its content and the hash before it; `tocsin audit verify` checks them.',
    query: LogQuery,
    response: LogPage,
    handle: (context, { query }) => listLog(context, query),
  }),
];
