import { type Static, Type } from 'typebox';
import { AttemptView } from './history-schemas.ts';
import { PUSHED_TYPES } from './webhook-event-types.ts';

export const TestWebhookBody = Type.Object(
  {
    event_type: Type.Optional(
      Type.Enum([...PUSHED_TYPES], { description: 'Default: the first the webhook asks for' }),
    ),
    incident_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'What the event is about; default: the newest incident, or an invented one',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TestWebhookBody = Static<typeof TestWebhookBody>;

export const PreviewWebhookBody = Type.Object(
  {
    template: Type.Optional(Type.Unknown({ description: 'Null or left out: the standard body' })),
    ...TestWebhookBody.properties,
  },
  { additionalProperties: false },
);
export type PreviewWebhookBody = Static<typeof PreviewWebhookBody>;

/** What would be sent. */
export const WebhookPreview = Type.Object({
  event_type: Type.String(),
  subject: Type.Union([Type.Object({ id: Type.String(), title: Type.String() }), Type.Null()], {
    description: 'The incident or alert it tells of; null: an invented one',
  }),
  body: Type.Unknown({ description: 'The body as it would be sent' }),
  standard: Type.Unknown({ description: 'The standard body, which variables are taken from' }),
  unknown: Type.Array(Type.String(), {
    description: 'Variables that no incident can fill; they are sent as they stand',
  }),
  empty: Type.Array(Type.String(), {
    description: 'Variables that this one does not fill, as labels it has not',
  }),
});
export type WebhookPreview = Static<typeof WebhookPreview>;

/** What became of a test. */
export const WebhookTestResult = Type.Object({
  delivery_id: Type.String(),
  outcome: Type.Enum(['delivered', 'dead', 'pending']),
  event_type: Type.String(),
  attempt: Type.Union([AttemptView, Type.Null()], { description: 'Null while it is pending' }),
  note: Type.Union([Type.String(), Type.Null()], { description: 'Why it is pending' }),
});
export type WebhookTestResult = Static<typeof WebhookTestResult>;
