import { getPreferences } from '../../notify/get-preferences.ts';
import { listNotifications } from '../../notify/list-notifications.ts';
import { NotificationPage, NotificationsQuery } from '../../notify/notification-schemas.ts';
import { PreferencesView, UpdatePreferencesBody } from '../../notify/preference-schemas.ts';
import { updatePreferences } from '../../notify/update-preferences.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Notifications';

export const notificationRoutes = [
  route({
    method: 'GET',
    url: '/notifications',
    tag,
    summary: 'What was told to whom, and what came of it, newest first',
    description: 'Of the last 30 days.',
    query: NotificationsQuery,
    response: NotificationPage,
    handle: (context, { query }) => listNotifications(context, query),
  }),
  route({
    method: 'GET',
    url: '/members/:id/notification-preferences',
    tag,
    summary: 'How a member is told of incidents',
    description: '`me` stands for oneself. Other members’ preferences are for admins.',
    params: IdParams,
    response: PreferencesView,
    handle: (context, { params }) => getPreferences(context, params),
  }),
  route({
    method: 'PATCH',
    url: '/members/:id/notification-preferences',
    tag,
    summary: 'Change how a member is told of incidents',
    description:
      'What is not given stays; a `chat_url` of null is removed. `me` stands for oneself. Other ' +
      'members’ preferences are for admins.',
    params: IdParams,
    body: UpdatePreferencesBody,
    response: PreferencesView,
    handle: (context, { params, body }) => updatePreferences(context, { ...body, ...params }),
  }),
];
