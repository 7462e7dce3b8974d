import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BrokenPage } from '../frame/broken-page.tsx';
import { EmptyState } from '../frame/empty-state.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { PlainSelect } from '../frame/plain-select.tsx';
import { Loading, Skeleton } from '../frame/skeleton.tsx';
import { exactTime } from '../frame/times.ts';
import { useCommands } from '../frame/use-commands.ts';
import classes from './analytics.module.css';
import { type Summaries, useSummaries } from './analytics-data.ts';
import { ByService, BySeverity } from './by-kind.tsx';
import { KeyFigures } from './key-figures.tsx';
import { NoisyAlerts } from './noisy-alerts.tsx';
import { HoursOfDay, IncidentsOverTime, SpeedOverTime } from './over-time.tsx';
import { PERIOD_WORDS, PERIODS, type Period, periodAt, readPeriod } from './period.ts';
import { SuggestionsTaken } from './suggestions.tsx';
import { counted } from './words.ts';

/** What happened in a period, in figures: each chart answers one question and leads on. */
export function AnalyticsPage() {
  const name = readPeriod(useSearch({ strict: false }));
  const navigate = useNavigate();
  const period = useMemo(() => periodAt(name, Date.now()), [name]);
  const { data, error, isPending } = useSummaries(period);
  const choose = (next: string) =>
    void navigate({ to: '/analytics', search: { period: next } as never, replace: true });
  useCommands(
    'page',
    PERIODS.map((one, index) => ({
      id: `period-${one}`,
      label: PERIOD_WORDS[one],
      group: 'Analytics',
      keys: String(index + 1),
      run: () => choose(one),
    })),
  );
  return (
    <div className={classes.sheet}>
      <PageHeader title="Analytics" description="How often, how bad, how fast, and how noisy.">
        <PlainSelect
          label="Period"
          value={name}
          options={PERIODS.map((one) => [one, PERIOD_WORDS[one]] as const)}
          onChange={choose}
        />
      </PageHeader>
      {isPending ? <AnalyticsSkeleton /> : null}
      {error ? <BrokenPage error={error} whole={false} /> : null}
      {data ? <Answers period={period} summaries={data} /> : null}
    </div>
  );
}

function Answers({ period, summaries }: { period: Period; summaries: Summaries }) {
  const { overTime, byService, bySeverity, byHour } = summaries;
  const { totals, excluded } = overTime;
  if (totals.incidents === 0 && totals.alert_events === 0) return <Nothing period={period} />;
  const merged =
    excluded.merged === 0
      ? ''
      : ` Not counted: ${counted(excluded.merged, 'incident')} merged into others.`;
  return (
    <div className={classes.page}>
      <KeyFigures summary={overTime} />
      <p className={classes.scope}>
        Of incidents created from {exactTime(period.from)} to {exactTime(period.to)}.{merged}
      </p>
      <IncidentsOverTime period={period} summary={overTime} />
      <SpeedOverTime of="mtta" period={period} summary={overTime} />
      <SpeedOverTime of="mttr" period={period} summary={overTime} />
      <ByService period={period} summary={byService} />
      <BySeverity period={period} summary={bySeverity} />
      {byHour ? <HoursOfDay period={period} summary={byHour} /> : null}
      <SuggestionsTaken period={period} />
      <NoisyAlerts period={period} summary={overTime} />
    </div>
  );
}

function Nothing({ period }: { readonly period: Period }) {
  return (
    <EmptyState
      icon="chart"
      title="Nothing happened"
      action={<Link to="/integrations">See who sends alerts</Link>}
    >
      No alert came in and no incident was opened from {exactTime(period.from)} on. Choose a longer
      period, or look whether your tools still send.
    </EmptyState>
  );
}

function AnalyticsSkeleton() {
  return (
    <Loading>
      <div className={classes.page}>
        <div className={classes.figures}>
          {PERIODS.map((one) => (
            <div key={one} className={classes.figure}>
              <Skeleton height={84} />
            </div>
          ))}
        </div>
        <div className={classes.card} data-wide>
          <Skeleton height={250} />
        </div>
        <div className={classes.card}>
          <Skeleton height={250} />
        </div>
        <div className={classes.card}>
          <Skeleton height={250} />
        </div>
      </div>
    </Loading>
  );
}
