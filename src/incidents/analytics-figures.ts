import type { AlertFigures, IncidentFigures } from './analytics-queries.ts';
import type { AnalyticsView, Duration, Figures } from './analytics-schemas.ts';
import { type Cell, csvOf, noiseReduction, percentage } from './rules/analytics.ts';

/** What a key without alerts has. */
export const NO_ALERTS: AlertFigures = { grouped: true, key: null, alerts: 0, events: 0 };

const NO_INCIDENTS: IncidentFigures = {
  merged: false,
  grouped: true,
  key: null,
  incidents: 0,
  acknowledged: 0,
  closed: 0,
  by_person: 0,
  by_recovery: 0,
  by_timeout: 0,
  tta_mean: null,
  tta: null,
  ttr_mean: null,
  ttr: null,
};

/** The figures of one key, or of all. */
export function figuresOf(given: IncidentFigures | undefined, counted: AlertFigures): Figures {
  const { incidents, acknowledged, closed, ...sums } = given ?? NO_INCIDENTS;
  return {
    incidents,
    open: incidents - closed,
    acknowledged,
    closed,
    acknowledgement_pct: percentage(acknowledged, incidents),
    mtta: durationOf(sums.tta_mean, sums.tta, acknowledged),
    mttr: durationOf(sums.ttr_mean, sums.ttr, closed),
    closures: { person: sums.by_person, recovery: sums.by_recovery, timeout: sums.by_timeout },
    alerts: counted.alerts,
    alert_events: counted.events,
    noise_reduction_pct: noiseReduction(incidents, counted.events),
  };
}

function durationOf(
  mean: number | null,
  parts: readonly [number, number] | null,
  sample: number,
): Duration {
  const whole = (ms: number | null | undefined) => (ms == null ? null : Math.round(ms));
  return { mean_ms: whole(mean), median_ms: whole(parts?.[0]), p90_ms: whole(parts?.[1]), sample };
}

const HEAD = [
  'key',
  'label',
  'incidents',
  'open',
  'acknowledged',
  'closed',
  'acknowledgement_pct',
  'mtta_mean_s',
  'mtta_median_s',
  'mtta_p90_s',
  'mttr_mean_s',
  'mttr_median_s',
  'mttr_p90_s',
  'closed_by_person',
  'closed_by_recovery',
  'closed_by_timeout',
  'alerts',
  'alert_events',
  'noise_reduction_pct',
];

/** The same as a table: a row for each group, and one for all. Durations in seconds. */
export function csvOfAnalytics({ groups, totals }: AnalyticsView): string {
  const rows = [...groups, { key: 'total', label: 'Total', ...totals }];
  return csvOf([HEAD, ...rows.map(cellsOf)]);
}

function cellsOf(row: Figures & { readonly key: string | null; readonly label: string }): Cell[] {
  return [
    row.key,
    row.label,
    row.incidents,
    row.open,
    row.acknowledged,
    row.closed,
    row.acknowledgement_pct,
    ...secondsOf(row.mtta),
    ...secondsOf(row.mttr),
    row.closures.person,
    row.closures.recovery,
    row.closures.timeout,
    row.alerts,
    row.alert_events,
    row.noise_reduction_pct,
  ];
}

function secondsOf({ mean_ms, median_ms, p90_ms }: Duration): Cell[] {
  return [mean_ms, median_ms, p90_ms].map((ms) => (ms === null ? null : Math.round(ms / 100) / 10));
}
