import { type Static, Type } from 'typebox';

const text = (title: string, description: string, maxLength?: number) =>
  Type.Optional(Type.String({ title, description, ...(maxLength && { maxLength }) }));

/**
 * A message of Amazon SNS to an HTTP(S) subscription (AWS, "Parsing message formats"). Raw message
 * delivery has to be off: without the envelope there is no signature.
 */
export const cloudwatchSchema = Type.Object(
  {
    Type: Type.Enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'], {
      title: 'Type',
      description: 'Of the message. Alarms come as Notification.',
    }),
    MessageId: Type.String({
      title: 'Message id',
      description: 'The same when SNS sends a message again.',
      minLength: 1,
      maxLength: 200,
    }),
    TopicArn: Type.String({
      title: 'Topic',
      description: 'The topic that is subscribed to.',
      minLength: 1,
      maxLength: 1_024,
    }),
    Message: Type.String({ title: 'Message', description: 'The alarm: JSON inside this text.' }),
    Subject: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        title: 'Subject',
        description: 'Title of a message that is no alarm.',
      }),
    ),
    Timestamp: text('Timestamp', 'When the message was published.', 64),
    SignatureVersion: text('Signature version', '1 (SHA-1) or 2 (SHA-256).', 8),
    Signature: text('Signature', 'Base64.', 4_096),
    SigningCertURL: text('Certificate', 'Where SNS publishes its certificate.', 2_048),
    SubscribeURL: text('Subscribe address', 'Confirms a subscription.', 4_096),
    Token: text('Token', 'Of a confirmation.', 4_096),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Amazon SNS message',
    description: 'A CloudWatch alarm in the envelope of SNS. Fields not listed here are ignored.',
  },
);

export type SnsMessage = Static<typeof cloudwatchSchema>;
