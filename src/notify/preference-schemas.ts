import { type Static, Type } from 'typebox';
import { SEVERITIES } from '../kernel/severity.ts';
import { EVENT_KINDS } from './rules/kinds.ts';

const closed = { additionalProperties: false } as const;

/** An incoming webhook; its path is a secret as a rule. */
export const ChatUrlText = Type.String({
  minLength: 1,
  maxLength: 2_048,
  description: 'Incoming webhook of Slack or of a chat that takes Slack’s format',
});

const properties = {
  email: Type.Boolean({ description: 'Mail to the member’s address. Default true' }),
  events: Type.Array(Type.Enum([...EVENT_KINDS]), {
    maxItems: 20,
    description: 'What is told; all of them by default',
  }),
  min_severity: Type.Enum([...SEVERITIES], {
    description: 'Incidents below it are not told. Default info: every one',
  }),
  scope: Type.Enum(['mine', 'all'], {
    description: 'mine: incidents one is a responder of; all: every incident. Default mine',
  }),
  reminders: Type.Boolean({
    description: 'While an incident is triggered and nobody acknowledges it. Default true',
  }),
  reminder_minutes: Type.Integer({
    minimum: 1,
    maximum: 1_440,
    description: 'Between two reminders, of which there are 12 at most. Default 10',
  }),
};

export const UpdatePreferencesBody = Type.Object(
  {
    email: Type.Optional(properties.email),
    chat_url: Type.Optional(Type.Union([ChatUrlText, Type.Null()])),
    events: Type.Optional(properties.events),
    min_severity: Type.Optional(properties.min_severity),
    scope: Type.Optional(properties.scope),
    reminders: Type.Optional(properties.reminders),
    reminder_minutes: Type.Optional(properties.reminder_minutes),
  },
  { ...closed, minProperties: 1 },
);
export type UpdatePreferencesBody = Static<typeof UpdatePreferencesBody>;

export const PreferencesView = Type.Object({
  member_id: Type.String(),
  ...properties,
  chat_url: Type.Union([Type.String(), Type.Null()], {
    description: 'The member’s own incoming webhook, without its path',
  }),
  mail_address: Type.String({ description: 'Where mail goes' }),
  mail_works: Type.Boolean({ description: 'False: the hub has no mail server' }),
});
export type PreferencesView = Static<typeof PreferencesView>;
