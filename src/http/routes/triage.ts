import { EmptyBody } from '../../incidents/command-schemas.ts';
import {
  ChangePage,
  ChangeView,
  ListChangesQuery,
  RecordChangeBody,
} from '../../triage/change-schemas.ts';
import { getTriage } from '../../triage/get-triage.ts';
import { listChanges } from '../../triage/list-changes.ts';
import { recordChange } from '../../triage/record-change.ts';
import { triageAgain } from '../../triage/triage-again.ts';
import { TriageView } from '../../triage/triage-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Triage';

export const triageRoutes = [
  route({
    method: 'GET',
    url: '/incidents/:id/triage',
    tag,
    summary: 'What an incident is about: the last triage',
    description:
      'Every incident is triaged when it opens, when it gets worse and when an alert of a new kind comes to it. Every likely cause has quotes: parts of stored alerts, byte for byte.',
    params: IdParams,
    response: TriageView,
    handle: (context, { params }) => getTriage(context, params),
  }),
  route({
    method: 'POST',
    url: '/incidents/:id/triage',
    tag,
    summary: 'Triage an incident again',
    description: 'At once; what was found before stands until then. Needs the scope `responder`.',
    params: IdParams,
    body: EmptyBody,
    status: 202,
    response: TriageView,
    handle: (context, { params }) => triageAgain(context, params),
  }),
  route({
    method: 'GET',
    url: '/changes',
    tag,
    summary: 'Deploys and other changes, latest first',
    query: ListChangesQuery,
    response: ChangePage,
    handle: (context, { query }) => listChanges(context, query),
  }),
  route({
    method: 'POST',
    url: '/changes',
    tag,
    summary: 'Tell of a deploy or another change',
    description:
      'Triage names changes that began within the hour before an incident. Needs the scope `ingest` or `responder`. A change that comes again under its `id` replaces what it said before.',
    body: RecordChangeBody,
    status: 201,
    response: ChangeView,
    handle: (context, { body }) => recordChange(context, body),
  }),
];
