import type { EventType } from '../../incidents/rules/incident.ts';

/** What people and channels can choose to be told of. */
export const EVENT_KINDS = ['new', 'assign', 'wake', 'storm', 'resolve', 'reopen'] as const;

/** Something that happens to an incident and is told. */
export type EventKind = (typeof EVENT_KINDS)[number];

/** What a chat channel can be told of: it chooses reminders as it chooses the rest. */
export const CHANNEL_KINDS = [...EVENT_KINDS, 'reminder'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Everything a notification can be about; nobody chooses digests and tests. */
export const NOTIFICATION_KINDS = [...CHANNEL_KINDS, 'digest', 'test'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

const KINDS: Readonly<Partial<Record<EventType, EventKind>>> = {
  i_new: 'new',
  i_assign: 'assign',
  i_a_rspd: 'assign',
  i_wake: 'wake',
  i_storm: 'storm',
  i_rslv: 'resolve',
  i_reopen: 'reopen',
};

/** What of an event is told; null: nothing. */
export function kindOf(eventType: string): EventKind | null {
  return KINDS[eventType as EventType] ?? null;
}
