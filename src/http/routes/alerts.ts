import {
  AlertEventPage,
  AlertPage,
  AlertView,
  ListAlertsQuery,
} from '../../incidents/alert-schemas.ts';
import { closeAlert } from '../../incidents/close-alert.ts';
import { getAlert } from '../../incidents/get-alert.ts';
import { listAlertEvents } from '../../incidents/list-alert-events.ts';
import { listAlerts } from '../../incidents/list-alerts.ts';
import { PageQuery } from '../../tenants/page-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Alerts';

export const alertRoutes = [
  route({
    method: 'GET',
    url: '/alerts',
    tag,
    summary: 'Alerts by filter, first seen last first',
    description:
      'A page may be short, or empty, although `next_cursor` is set: the search paused after some thousand alerts and goes on from there.',
    query: ListAlertsQuery,
    response: AlertPage,
    handle: (context, { query }) => listAlerts(context, query),
  }),
  route({
    method: 'GET',
    url: '/alerts/:id',
    tag,
    summary: 'An alert',
    params: IdParams,
    response: AlertView,
    handle: (context, { params }) => getAlert(context, params),
  }),
  route({
    method: 'POST',
    url: '/alerts/:id/close',
    tag,
    summary: 'Close an alert, as if its sender had resolved it',
    params: IdParams,
    response: AlertView,
    handle: (context, { params }) => closeAlert(context, params),
  }),
  route({
    method: 'GET',
    url: '/alerts/:id/events',
    tag,
    summary: 'The kept occurrences of an alert, newest first',
    description: 'The payload as sent is for responders and admins.',
    params: IdParams,
    query: PageQuery,
    response: AlertEventPage,
    handle: (context, { params, query }) => listAlertEvents(context, { ...query, ...params }),
  }),
];
