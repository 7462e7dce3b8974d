/** What a history can be narrowed to, as the address says it and the API takes it. */
export interface HistoryFilter {
  readonly outcome?: Outcome;
  readonly event_type?: string;
  /** Id. */
  readonly incident?: string;
}

type Outcome = 'delivered' | 'retrying' | 'dead' | 'superseded' | 'failed' | 'pending';

/** The outcomes in the order they are offered. */
export const OUTCOMES: readonly (readonly [Outcome, string])[] = [
  ['failed', 'Failed'],
  ['pending', 'Waiting'],
  ['delivered', 'Delivered'],
  ['retrying', 'Failed, retrying'],
  ['dead', 'Given up'],
  ['superseded', 'Superseded'],
];

/** Reads a filter out of an address; what is not understood is left out. */
export function readHistoryFilter(search: Readonly<Record<string, unknown>>): HistoryFilter {
  const outcome = OUTCOMES.find(([name]) => name === search.outcome)?.[0];
  const { event_type, incident } = search;
  return {
    ...(outcome && { outcome }),
    ...(typeof event_type === 'string' && event_type !== '' && { event_type }),
    ...(typeof incident === 'string' && incident !== '' && { incident }),
  };
}
