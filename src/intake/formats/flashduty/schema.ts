import { type Static, Type } from 'typebox';

const anything = (title: string, description: string) =>
  Type.Optional(Type.Unknown({ title, description }));

/** The standard alert event of Flashduty (Flashduty docs, "Standard alert event integration"). */
export const flashdutySchema = Type.Object(
  {
    event_status: Type.Enum(['Critical', 'Warning', 'Info', 'Ok'], {
      description: 'Ok: the alert is over',
    }),
    title_rule: Type.String({
      pattern: '\\S',
      description:
        'Title of the alert; behind [TPL] a name in braces after a dollar stands for that label',
    }),
    alert_key: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        maxLength: 255,
        description: 'Names the alert; made up for one without, needed with Ok',
      }),
    ),
    description: anything('Description', 'Of the alert.'),
    labels: anything('Labels', 'Texts by name; service names the service.'),
    images: anything('Images', 'A list with src, href and alt; they become links.'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Flashduty standard alert',
    description: 'An alert event. Fields not listed here are ignored.',
  },
);

export type FlashdutyPayload = Static<typeof flashdutySchema>;
