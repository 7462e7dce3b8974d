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

/** What became of a test. */
export const WebhookTestResult = Type.Object({
  delivery_id: Type.String(),
  outcome: Type.Enum(['delivered', 'dead', 'pending']),
  event_type: Type.String(),
  attempt: Type.Union([AttemptView, Type.Null()], { description: 'Null while it is pending' }),
  note: Type.Union([Type.String(), Type.Null()], { description: 'Why it is pending' }),
});
export type WebhookTestResult = Static<typeof WebhookTestResult>;
