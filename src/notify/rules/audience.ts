import { isWorse, type Severity } from '../../kernel/severity.ts';
import type { ChannelKind, EventKind, ToldKind } from './kinds.ts';
import type { Preferences } from './preferences.ts';

// Who is told of what. Escalation policies and schedules, once there are any, answer here.

/** An incident, as far as it decides who is told of it. */
export interface Concern {
  readonly severity: Severity;
  readonly serviceId: string | null;
  /** Members (and API keys) who are its responders. */
  readonly responders: readonly string[];
}

/** Something that happened to an incident. */
export interface Happening extends Concern {
  readonly kind: ToldKind;
  /** Of an assignment: who was not assigned before. */
  readonly assigned: readonly string[];
  /** The member who did it; null: nobody did. */
  readonly actorId: string | null;
  /** Of a change of severity: how bad the incident had been at worst before it. */
  readonly worstBefore?: Severity | undefined;
}

/** A member who can be told. */
export interface PersonListening {
  readonly memberId: string;
  readonly name: string;
  readonly preferences: Preferences;
  /** Has an incoming webhook of their own. */
  readonly hasChat: boolean;
}

/** A chat channel that can be told. */
export interface ChannelListening {
  readonly channelId: string;
  readonly name: string;
  /** Null: incidents of every service and of none. */
  readonly serviceIds: readonly string[] | null;
  readonly events: readonly ChannelKind[];
  readonly minSeverity: Severity;
}

/** How something reaches a recipient. */
export type Means = 'email' | 'chat';

export interface Recipient {
  /** A member or a chat channel. */
  readonly id: string;
  readonly name: string;
  readonly means: Means;
}

/** Everybody who can be told in a tenant. */
export interface Listening {
  readonly people: readonly PersonListening[];
  readonly channels: readonly ChannelListening[];
}

/**
 * Who is told that something happened: the incident's responders and those who follow every
 * incident, as their preferences say, and the chat channels of its service. An assignment is news
 * to those who are assigned and to channels, a severity to those whom it reaches for the first
 * time: to them the incident is new. Nobody is told what they did themselves; a channel
 * always is, because others read it.
 */
export function audienceOf(happening: Happening, { people, channels }: Listening): Recipient[] {
  const { kind, assigned, actorId } = happening;
  const told = people.filter(
    (person) =>
      person.memberId !== actorId &&
      person.preferences.events.includes(choiceOf(kind)) &&
      reaches(person, happening.severity) &&
      isNews(happening, person.preferences.min_severity) &&
      (kind === 'assign' ? assigned.includes(person.memberId) : concerns(person, happening)),
  );
  const listening = channels.filter(
    (channel) =>
      hears(channel, choiceOf(kind), happening) && isNews(happening, channel.minSeverity),
  );
  return [...told.flatMap(meansOf), ...listening.map(channelRecipient)];
}

/** Somebody who is reminded, and how often. */
export interface Reminded {
  readonly id: string;
  /** Null: as everybody who has not chosen. */
  readonly everyMinutes: number | null;
}

/**
 * Who is reminded of an incident that nobody acknowledges: its responders. Where it has none that
 * can be told, those who follow every incident. And chat channels that chose reminders.
 */
export function remindedOf(concern: Concern, { people, channels }: Listening): Reminded[] {
  const ready = people.filter(
    (person) => person.preferences.reminders && reaches(person, concern.severity),
  );
  const isResponder = ({ memberId }: PersonListening) => concern.responders.includes(memberId);
  const responsible = people.some(isResponder)
    ? ready.filter(isResponder)
    : ready.filter(({ preferences }) => preferences.scope === 'all');
  return [
    ...responsible.map(({ memberId, preferences }) => ({
      id: memberId,
      everyMinutes: preferences.reminder_minutes,
    })),
    ...channels
      .filter((channel) => hears(channel, 'reminder', concern))
      .map(({ channelId }) => ({ id: channelId, everyMinutes: null })),
  ];
}

/**
 * Who is reminded of an incident from now on because it has become bad enough for them, when
 * `worstBefore` is how bad it had been at worst before; the others' reminders go on as they are.
 */
export function newlyRemindedOf(
  concern: Concern,
  worstBefore: Severity | undefined,
  listening: Listening,
): Reminded[] {
  if (worstBefore === undefined) return [];
  const { people, channels } = listening;
  const least = new Map<string, Severity>([
    ...people.map((one) => [one.memberId, one.preferences.min_severity] as const),
    ...channels.map((one) => [one.channelId, one.minSeverity] as const),
  ]);
  return remindedOf(concern, listening).filter(({ id }) =>
    isWorse(least.get(id) ?? 'info', worstBefore),
  );
}

/** Every way in which a person wants to be reached. */
export function meansOf({ memberId: id, name, preferences, hasChat }: PersonListening) {
  const email: Recipient[] = preferences.email ? [{ id, name, means: 'email' }] : [];
  const chat: Recipient[] = hasChat ? [{ id, name, means: 'chat' }] : [];
  return [...email, ...chat];
}

/** A channel as a recipient. */
export function channelRecipient({ channelId: id, name }: ChannelListening): Recipient {
  return { id, name, means: 'chat' };
}

function reaches({ preferences }: PersonListening, severity: Severity): boolean {
  return !isWorse(preferences.min_severity, severity);
}

/** Who chose to be told of new incidents is told of those that become bad enough for them. */
function choiceOf(kind: ToldKind): EventKind {
  return kind === 'severity' ? 'new' : kind;
}

/** A change of severity is news where the incident has never been so bad; all else always is. */
function isNews({ kind, worstBefore }: Happening, minSeverity: Severity): boolean {
  if (kind !== 'severity') return true;
  return worstBefore !== undefined && isWorse(minSeverity, worstBefore);
}

function concerns({ memberId, preferences }: PersonListening, { responders }: Concern): boolean {
  return preferences.scope === 'all' || responders.includes(memberId);
}

/** What belongs to no service reaches only channels without a choice of services. */
function hears(channel: ChannelListening, kind: ChannelKind, concern: Concern): boolean {
  const { serviceIds, events, minSeverity } = channel;
  const { serviceId, severity } = concern;
  const covers = serviceIds === null || (serviceId !== null && serviceIds.includes(serviceId));
  return covers && events.includes(kind) && !isWorse(minSeverity, severity);
}
