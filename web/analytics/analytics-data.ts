import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/failure.ts';
import type { paths } from '../api/schema.ts';
import type { Period } from './period.ts';

type Get = paths['/api/v1/analytics/summary']['get'];

export type Analytics = Get['responses'][200]['content']['application/json'];
export type Figures = Analytics['totals'];
export type Group = Analytics['groups'][number];
export type NoisyAlert = NonNullable<Analytics['noisy_alerts']>[number];

type Split = NonNullable<Analytics['by']>;

/** What the page is drawn from: the same period, split by one thing after another. */
export interface Summaries {
  /** By the period's bars; this one also has the totals and the noisy alerts. */
  readonly overTime: Analytics;
  readonly byService: Analytics;
  readonly bySeverity: Analytics;
  /** Null where the period is too long for hours. */
  readonly byHour: Analytics | null;
}

/** Fetches all of the period's figures at once. */
export function useSummaries(period: Period) {
  return useQuery({
    queryKey: ['analytics', period],
    queryFn: ({ signal }) => fetchAll(period, signal),
    // The period has an end, so nothing in it gets old but what is open.
    staleTime: 60_000,
  });
}

async function fetchAll(period: Period, signal: AbortSignal): Promise<Summaries> {
  const { from, to, tz, bars, hasHours } = period;
  const ask = async (by: Split, noisy = false) => {
    const query = { from, to, tz, by, noisy };
    return unwrap(await api.GET('/api/v1/analytics/summary', { params: { query }, signal }));
  };
  const [overTime, byService, bySeverity, byHour] = await Promise.all([
    ask(bars, true),
    ask('service'),
    ask('severity'),
    hasHours && bars === 'day' ? ask('hour') : null,
  ]);
  return { overTime, byService, bySeverity, byHour };
}
