import { type Static, Type } from 'typebox';
import { InstantText } from '../tenants/page-schemas.ts';
import { PUSHED_TYPES } from './webhook-event-types.ts';

/** Deliveries that one replay starts at most. */
export const MOST_REPLAYED = 10_000;

export const ReplayWebhookBody = Type.Object(
  {
    from: { ...InstantText, description: 'Attempted then or later' },
    to: Type.Optional({ ...InstantText, description: 'Attempted before then; default: now' }),
    outcome: Type.Optional(
      Type.Enum(['dead', 'delivered', 'superseded', 'any'], {
        default: 'dead',
        description: 'dead: given up, and not delivered since',
      }),
    ),
    event_types: Type.Optional(
      Type.Array(Type.Enum([...PUSHED_TYPES]), { minItems: 1, uniqueItems: true }),
    ),
    incident: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    dry_run: Type.Optional(
      Type.Boolean({ description: 'Only count what would be sent. Default false' }),
    ),
  },
  { additionalProperties: false },
);
export type ReplayWebhookBody = Static<typeof ReplayWebhookBody>;

export const ReplayedDelivery = Type.Object({
  delivery_id: Type.String({ description: 'Of the new delivery' }),
});
export type ReplayedDelivery = Static<typeof ReplayedDelivery>;

export const ReplayResult = Type.Object({
  count: Type.Integer({ description: `Deliveries started, at most ${MOST_REPLAYED}` }),
  skipped: Type.Integer({ description: 'Events whose bytes are no longer stored' }),
});
export type ReplayResult = Static<typeof ReplayResult>;
