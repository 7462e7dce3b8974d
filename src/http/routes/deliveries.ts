import { getDelivery } from '../../delivery/get-delivery.ts';
import { DeliveriesQuery, DeliveryDetail, DeliveryPage } from '../../delivery/history-schemas.ts';
import { listDeliveries } from '../../delivery/list-deliveries.ts';
import { replayDelivery } from '../../delivery/replay-delivery.ts';
import { ReplayedDelivery } from '../../delivery/replay-schemas.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Deliveries';

export const deliveryRoutes = [
  route({
    method: 'GET',
    url: '/deliveries',
    tag,
    summary: 'Invocation history of an incident, an alert or a webhook, newest first',
    description: 'One of `incident`, `alert` and `webhook` must be given.',
    query: DeliveriesQuery,
    response: DeliveryPage,
    handle: (context, { query }) => listDeliveries(context, query),
  }),
  route({
    method: 'GET',
    url: '/deliveries/:id',
    tag,
    summary: 'A delivery with every attempt: what was sent and what came back',
    params: IdParams,
    response: DeliveryDetail,
    handle: (context, { params }) => getDelivery(context, params),
  }),
  route({
    method: 'POST',
    url: '/deliveries/:id/replay',
    tag,
    summary: 'Send the event of a delivery again',
    description: 'The same bytes under the same event id, at once.',
    params: IdParams,
    status: 202,
    response: ReplayedDelivery,
    handle: (context, { params }) => replayDelivery(context, params),
  }),
];
