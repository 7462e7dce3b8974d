import { type Static, Type } from 'typebox';

const anything = (title: string, description: string) =>
  Type.Optional(Type.Unknown({ title, description }));

const text = (description: string) => Type.Optional(Type.String({ description }));

/**
 * Bodies of Opsgenie's Alert API (Opsgenie docs, "Alert API"): creating an alert, and what is done
 * with one. Which of the fields are needed depends on the URL. Texts that are too long are cut:
 * Opsgenie's clients do not expect to lose an alert for them.
 */
export const opsgenieSchema = Type.Object(
  {
    message: text('Title of the alert; Opsgenie takes 130 characters. Needed to create one'),
    alias: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        maxLength: 512,
        description: 'Names the alert; made up for one without',
      }),
    ),
    description: anything('Description', 'Of the alert.'),
    priority: Type.Optional(
      Type.Enum(['P1', 'P2', 'P3', 'P4', 'P5'], { description: 'Default P3' }),
    ),
    details: anything('Details', 'Become labels; service names the service.'),
    tags: anything('Tags', 'A list; becomes the label tags.'),
    entity: anything('Entity', 'What the alert is about; becomes a label.'),
    source: anything('Source', 'Who sends.'),
    responders: anything('Responders', 'Kept with the occurrence; nobody is called for them.'),
    user: anything('User', 'Who did it.'),
    note: text('A comment; needed to add a note'),
    endTime: text('When a snooze ends, ISO 8601; needed to snooze'),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Opsgenie alert',
    description: 'An alert, or what is done with one. Fields not listed here are ignored.',
  },
);

export type OpsgeniePayload = Static<typeof opsgenieSchema>;
