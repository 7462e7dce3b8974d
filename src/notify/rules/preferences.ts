import type { Severity } from '../../kernel/severity.ts';
import { EVENT_KINDS, type EventKind } from './kinds.ts';

/** How and of what a person is told. */
export interface Preferences {
  readonly email: boolean;
  readonly events: readonly EventKind[];
  /** Incidents below it are not told, whatever happens to them. */
  readonly min_severity: Severity;
  /** `mine`: incidents one is a responder of; `all`: every incident of the tenant. */
  readonly scope: 'mine' | 'all';
  readonly reminders: boolean;
  /** Minutes between two reminders. */
  readonly reminder_minutes: number;
}

/** Minutes between reminders where nobody chose otherwise. */
export const REMINDER_MINUTES = 10;

/** Reminders of one incident to one recipient at most: after two hours nobody is listening. */
export const MOST_REMINDERS = 12;

/** What holds until somebody chooses. */
export const DEFAULT_PREFERENCES: Preferences = {
  email: true,
  events: EVENT_KINDS,
  min_severity: 'info',
  scope: 'mine',
  reminders: true,
  reminder_minutes: REMINDER_MINUTES,
};

/** Stored choices with the defaults where there are none. */
export function preferencesOf(stored: Partial<Preferences> | null | undefined): Preferences {
  return { ...DEFAULT_PREFERENCES, ...stored };
}
