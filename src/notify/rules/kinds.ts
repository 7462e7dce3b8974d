import type { EventType } from '../../incidents/rules/incident.ts';

/** What people and channels can choose to be told of. */
export const EVENT_KINDS = ['new', 'assign', 'wake', 'storm', 'resolve', 'reopen'] as const;

/** Something that happens to an incident and is told. */
export type EventKind = (typeof EVENT_KINDS)[number];

/** Told as well: a severity that rises. Nobody chooses it; to whom it reaches so the incident is new. */
export type ToldKind = EventKind | 'severity';

/** What a chat channel can be told of: it chooses reminders as it chooses the rest. */
export const CHANNEL_KINDS = [...EVENT_KINDS, 'reminder'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Everything a notification can be about; nobody chooses digests and tests. */
export const NOTIFICATION_KINDS = [...CHANNEL_KINDS, 'severity', 'digest', 'test'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

const KINDS: Readonly<Partial<Record<EventType, ToldKind>>> = {
  i_new: 'new',
  i_assign: 'assign',
  i_a_rspd: 'assign',
  i_wake: 'wake',
  i_storm: 'storm',
  i_rslv: 'resolve',
  i_reopen: 'reopen',
  i_r_severity: 'severity',
};

/** What of an event is told; null: nothing. */
export function kindOf(eventType: string): ToldKind | null {
  return KINDS[eventType as EventType] ?? null;
}
