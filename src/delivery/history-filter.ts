import { wordsIn } from '../incidents/list-schemas.ts';
import { invalid } from '../kernel/errors.ts';
import { type Instant, parseInstant } from '../kernel/time.ts';
import type { AttemptRow, HistoryFilter } from './history-queries.ts';
import type { DeliveriesQuery } from './history-schemas.ts';
import { PUSHED_TYPES } from './webhook-event-types.ts';

/** What a caller asks for, read and checked; 422 names what cannot be read. */
export function filterOf(input: Omit<DeliveriesQuery, 'limit' | 'cursor'>): HistoryFilter {
  if (input.incident !== undefined && input.alert !== undefined) {
    throw invalid('A delivery is about an incident or about an alert.', [
      { pointer: '/alert', expected: 'nothing beside incident', received: input.alert },
    ]);
  }
  return {
    destinationId: input.webhook ?? null,
    subjectId: (input.incident ?? input.alert)?.toLowerCase() ?? null,
    from: input.from === undefined ? null : instantIn('/from', input.from),
    to: input.to === undefined ? null : instantIn('/to', input.to),
    eventTypes: wordsIn('event_type', input.event_type, PUSHED_TYPES),
  };
}

/** The outcomes of attempts that a filter means; null: any. `pending` is another list. */
export function outcomesOf(
  outcome: Exclude<DeliveriesQuery['outcome'], 'pending'>,
): readonly AttemptRow['outcome'][] | null {
  if (outcome === undefined) return null;
  return outcome === 'failed' ? ['retrying', 'dead'] : [outcome];
}

/** Reads an instant of a request; 422 for what is none. */
export function instantIn(pointer: string, text: string): Instant {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  const expected = 'an ISO 8601 date and time with offset, such as 2026-01-31T08:00:00Z';
  throw invalid('The time cannot be read.', [{ pointer, expected, received: text.slice(0, 60) }]);
}
