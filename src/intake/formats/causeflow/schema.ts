import { type Static, Type } from 'typebox';
import { SEVERITIES } from '../../../kernel/severity.ts';

const identity = (title: string, description: string) =>
  Type.Optional(Type.String({ title, description, maxLength: 255 }));

/** What `POST /v1/webhooks/:tenantId/custom` takes (seed 002; contracts, "CauseFlow"). */
export const causeflowSchema = Type.Object(
  {
    title: Type.String({
      title: 'Title',
      description: 'Short description of the alert. Longer ones than 500 characters are cut.',
      minLength: 1,
    }),
    description: Type.String({
      title: 'Description',
      description: 'Details for triage. Longer ones than 5,000 characters are cut.',
    }),
    sourceAlertId: identity(
      'Source alert id',
      'Your id of the alert. An id that was seen before is refused with 409.',
    ),
    externalId: identity('External id', 'Another name for sourceAlertId, which goes first.'),
    severity: Type.Optional(
      Type.Enum([...SEVERITIES], {
        title: 'Severity',
        description: 'How bad it is.',
        default: 'medium',
      }),
    ),
    service: Type.Optional(
      Type.String({ title: 'Service', description: 'Name of the affected service.' }),
    ),
    environment: Type.Optional(
      Type.String({ title: 'Environment', description: 'production, staging, development …' }),
    ),
    tags: Type.Optional(
      Type.Unsafe<Record<string, string | number | boolean | null>>({
        type: 'object',
        title: 'Tags',
        description: 'Key-value pairs; they become labels.',
        additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
      }),
    ),
    metadata: Type.Optional(
      Type.Unknown({ title: 'Metadata', description: 'Any JSON; kept as it came.' }),
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'CauseFlow custom webhook',
    description: 'One alert. Fields not listed here are ignored.',
  },
);

export type CauseflowPayload = Static<typeof causeflowSchema>;
