import { AlertPage } from '../../incidents/alert-schemas.ts';
import { EditIncidentBody, OpenIncidentBody } from '../../incidents/command-schemas.ts';
import { editIncident } from '../../incidents/edit-incident.ts';
import { getIncident } from '../../incidents/get-incident.ts';
import { IncidentDetail, IncidentPage, TimelinePage } from '../../incidents/incident-schemas.ts';
import { listIncidentAlerts } from '../../incidents/list-incident-alerts.ts';
import { listIncidents } from '../../incidents/list-incidents.ts';
import { ListIncidentsQuery } from '../../incidents/list-schemas.ts';
import { listTimeline } from '../../incidents/list-timeline.ts';
import { openIncident } from '../../incidents/open-incident.ts';
import { listSimilarIncidents } from '../../incidents/similar-incidents.ts';
import { SimilarList } from '../../incidents/similar-schemas.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Incidents';

export const incidentRoutes = [
  route({
    method: 'GET',
    url: '/incidents',
    tag,
    summary: 'Incidents by filter',
    description:
      'All filters given must hold. `label.X=value` (any number of times, with different X) asks for a label. A page may be short, or empty, although `next_cursor` is set: the search paused after some thousand incidents and goes on from there.',
    query: ListIncidentsQuery,
    response: IncidentPage,
    handle: (context, { query }) => listIncidents(context, query),
  }),
  route({
    method: 'POST',
    url: '/incidents',
    tag,
    summary: 'Open an incident by hand',
    description:
      'It is assigned to `people`, or else to the responders of its service. Custom fields begin with their defaults.',
    body: OpenIncidentBody,
    status: 201,
    response: IncidentDetail,
    handle: (context, { body }) => openIncident(context, body),
  }),
  route({
    method: 'GET',
    url: '/incidents/:id',
    tag,
    summary: 'An incident',
    params: IdParams,
    response: IncidentDetail,
    handle: (context, { params }) => getIncident(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/incidents/:id',
    tag,
    summary: 'Change fields of an incident',
    description:
      'One event for each field that changes. Alerts leave alone what a person has set. `custom_fields` changes those it names; null clears one.',
    params: IdParams,
    body: EditIncidentBody,
    response: IncidentDetail,
    handle: (context, { params, body }) => editIncident(context, { ...body, ...params }),
  }),
  route({
    method: 'GET',
    url: '/incidents/:id/timeline',
    tag,
    summary: 'What happened to an incident, oldest first',
    params: IdParams,
    query: PageQuery,
    response: TimelinePage,
    handle: (context, { params, query }) => listTimeline(context, { ...query, ...params }),
  }),
  route({
    method: 'GET',
    url: '/incidents/:id/alerts',
    tag,
    summary: 'The alerts of an incident, also those that have gone to another one',
    params: IdParams,
    query: PageQuery,
    response: AlertPage,
    handle: (context, { params, query }) => listIncidentAlerts(context, { ...query, ...params }),
  }),
  route({
    method: 'GET',
    url: '/incidents/:id/similar',
    tag,
    summary: 'Incidents of the last 90 days that were like it, and what resolved them',
    description: 'Most alike first, ten at most, by title, labels and service.',
    params: IdParams,
    response: SimilarList,
    handle: (context, { params }) => listSimilarIncidents(context, params),
  }),
];
