import type { paths } from '../api/schema.ts';
import type { Severity } from '../api/shapes.ts';

type Body<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Found } } } };
}
  ? Found
  : never;

export type Preferences = Body<'/api/v1/members/{id}/notification-preferences'>;
export type ChatChannel = Body<'/api/v1/chat-channels/{id}'>;
export type SentNotification = Body<'/api/v1/notifications'>['data'][number];
export type ChannelKind = ChatChannel['events'][number];

/** What a person can be told of, in the order in which it happens. */
export const PERSON_KINDS: readonly (readonly [Preferences['events'][number], string])[] = [
  ['new', 'A new incident opens'],
  ['assign', 'I am assigned'],
  ['storm', 'An incident grows into a storm'],
  ['wake', 'A snooze ends'],
  ['reopen', 'An incident is reopened'],
  ['resolve', 'An incident is resolved or merged'],
];

/** The same for a chat channel. */
export const CHANNEL_KINDS: readonly (readonly [ChannelKind, string])[] = [
  ['new', 'A new incident opens'],
  ['assign', 'Somebody is assigned'],
  ['storm', 'An incident grows into a storm'],
  ['wake', 'A snooze ends'],
  ['reopen', 'An incident is reopened'],
  ['resolve', 'An incident is resolved or merged'],
  ['reminder', 'Reminders, while nobody acknowledges'],
];

/** Incidents from which severity on. */
export const SEVERITY_CHOICES: readonly (readonly [Severity, string])[] = [
  ['info', 'All severities'],
  ['low', 'Low and worse'],
  ['medium', 'Medium and worse'],
  ['high', 'High and worse'],
  ['critical', 'Critical only'],
];
