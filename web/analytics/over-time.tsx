import type { Analytics, Group } from './analytics-data.ts';
import { ChartCard } from './chart-card.tsx';
import { type Column, ColumnChart } from './column-chart.tsx';
import { groupColumns } from './group-columns.ts';
import { endOfBar, type Period } from './period.ts';
import { byHourOfDay } from './scale.ts';
import type { Table } from './table.tsx';
import { barName, barNameInFull, counted, countWords, hourName, spanWords } from './words.ts';

interface OverTimeProps {
  readonly period: Period;
  readonly summary: Analytics;
}

const unitOf = ({ bars }: Period) => (bars === 'hour' ? 'an hour' : 'a day');

function tableOf({ period, summary }: OverTimeProps): Table<Group> {
  const { bars } = period;
  const first = {
    label: bars === 'hour' ? 'Hour' : 'Day',
    csv: bars,
    value: ({ label }: Group) => label,
    show: ({ label }: Group) => barNameInFull(label, bars),
  };
  return {
    name: `tocsin-incidents-by-${bars}-${period.name}`,
    columns: groupColumns(first),
    items: summary.groups,
    idOf: ({ label }) => label,
  };
}

/** How many incidents there were, and when; a column leads to its incidents. */
export function IncidentsOverTime(props: OverTimeProps) {
  const { period, summary } = props;
  const starts = summary.groups.map(({ label }) => label);
  const columns = summary.groups.map(({ label, incidents }, index): Column => {
    const to = endOfBar(starts, index, period);
    return {
      key: label,
      name: barName(label, period.bars),
      says: `${barNameInFull(label, period.bars)}: ${counted(incidents, 'incident')}`,
      value: incidents,
      words: countWords(incidents),
      ...(incidents > 0 && { search: { show: 'all', from: label, to } }),
    };
  });
  return (
    <ChartCard
      wide
      title="How many incidents?"
      note={`Incidents ${unitOf(period)}, by when they were created; ${counted(summary.totals.incidents, 'incident')} in all. The last bar is not over yet.`}
      table={tableOf(props)}
    >
      <ColumnChart label="Incidents over time" columns={columns} valueRoom={22} />
    </ChartCard>
  );
}

interface SpeedProps extends OverTimeProps {
  readonly of: 'mtta' | 'mttr';
}

const SPEED = {
  mtta: {
    title: 'How fast is it acknowledged?',
    label: 'Mean time to acknowledge',
    done: 'acknowledged',
    not: 'nobody acknowledged',
  },
  mttr: {
    title: 'How fast is it resolved?',
    label: 'Mean time to resolve',
    done: 'resolved',
    not: 'are still open',
  },
} as const;

/** Mean times of the incidents created in each hour or day. */
export function SpeedOverTime(props: SpeedProps) {
  const { period, summary, of } = props;
  const { title, label, done, not } = SPEED[of];
  const { sample } = summary.totals[of];
  const columns = summary.groups.map((group): Column => {
    const { mean_ms } = group[of];
    return {
      key: group.label,
      name: barName(group.label, period.bars),
      says: `${barNameInFull(group.label, period.bars)}: ${spanWords(mean_ms)}`,
      value: mean_ms,
      words: spanWords(mean_ms),
    };
  });
  const left = summary.totals.incidents - sample;
  return (
    <ChartCard
      title={title}
      note={`Mean from start to being ${done}, of ${countWords(sample)} incidents. Not counted: ${countWords(left)} that ${not}.`}
      table={{ ...tableOf(props), name: `tocsin-${of}-by-${period.bars}-${period.name}` }}
    >
      <ColumnChart label={label} columns={columns} valueRoom={64} />
    </ChartCard>
  );
}

interface Hour {
  readonly hour: number;
  readonly incidents: number;
  readonly events: number;
}

/** When in the day it happens: the hours of all days together. */
export function HoursOfDay({ period, summary }: OverTimeProps) {
  const hourOf = (instant: string) => new Date(instant).getHours();
  const sum = (read: (group: Group) => number) =>
    byHourOfDay(
      summary.groups.map((group) => ({ start: group.label, value: read(group) })),
      hourOf,
    );
  const incidents = sum((group) => group.incidents);
  const events = sum((group) => group.alert_events);
  const hours = incidents.map(
    (of, hour): Hour => ({ hour, incidents: of, events: events[hour] ?? 0 }),
  );
  const inWorkingTime = incidents.slice(8, 18).reduce((all, of) => all + of, 0);
  const outside = summary.totals.incidents - inWorkingTime;
  return (
    <ChartCard
      wide
      title="At what time of day?"
      note={`Incidents by the hour in which they were created, all days together (${period.tz}). ${countWords(outside)} of ${countWords(summary.totals.incidents)} before ${hourName(8)} or from ${hourName(18)} on.`}
      table={{
        name: `tocsin-incidents-by-hour-of-day-${period.name}`,
        columns: HOUR_COLUMNS,
        items: hours,
        idOf: ({ hour }) => String(hour),
      }}
    >
      <ColumnChart
        label="Incidents by hour of the day"
        columns={hours.map(({ hour, incidents: of }) => ({
          key: String(hour),
          name: hourName(hour),
          says: `${hourName(hour)}: ${counted(of, 'incident')}`,
          value: of,
          words: countWords(of),
        }))}
        valueRoom={22}
      />
    </ChartCard>
  );
}

const HOUR_COLUMNS = [
  {
    label: 'Hour',
    csv: 'hour_of_day',
    value: ({ hour }: Hour) => hour,
    show: ({ hour }: Hour) => hourName(hour),
  },
  {
    label: 'Incidents',
    csv: 'incidents',
    value: ({ incidents }: Hour) => incidents,
    numeric: true,
  },
  {
    label: 'Alert events',
    csv: 'alert_events',
    value: ({ events }: Hour) => events,
    numeric: true,
  },
];
