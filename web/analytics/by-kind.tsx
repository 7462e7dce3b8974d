import type { Severity } from '../api/shapes.ts';
import { nameOfLevel, SeverityMark } from '../theme/severity-mark.tsx';
import type { Analytics, Group } from './analytics-data.ts';
import { ChartCard } from './chart-card.tsx';
import { groupColumns } from './group-columns.ts';
import type { Period } from './period.ts';
import { type Row, RowChart } from './row-chart.tsx';
import { counted, countWords } from './words.ts';

interface ByKindProps {
  readonly period: Period;
  readonly summary: Analytics;
}

/** Services that have a bar; the others are in the table. */
const MOST_BARS = 10;

const within = ({ from, to }: Period) => ({ show: 'all', from, to });

/** Where it breaks: a bar leads to the service's incidents. */
export function ByService({ period, summary }: ByKindProps) {
  const broken = summary.groups.filter(({ incidents }) => incidents > 0);
  const rows = broken.slice(0, MOST_BARS).map(
    ({ key, label, incidents }): Row => ({
      key: key ?? '',
      name: label,
      value: incidents,
      words: countWords(incidents),
      ...(key !== null && { to: '/incidents', search: { ...within(period), service: key } }),
    }),
  );
  const more = broken.length - rows.length;
  return (
    <ChartCard
      title="Where does it break?"
      note={`${counted(summary.totals.incidents, 'incident')} by service.${more > 0 ? ` ${counted(more, 'more service')} in the table.` : ''}`}
      table={{
        name: `tocsin-incidents-by-service-${period.name}`,
        columns: groupColumns({ label: 'Service', csv: 'service', value: ({ label }) => label }),
        items: summary.groups,
        idOf: ({ key }) => key ?? '',
      }}
    >
      <RowChart label="Incidents by service" rows={rows} />
    </ChartCard>
  );
}

/** How bad it is: all severities, the worst first. */
export function BySeverity({ period, summary }: ByKindProps) {
  const level = ({ key }: Group) => key as Severity;
  const rows = summary.groups.map((group): Row => {
    const { incidents } = group;
    const to = incidents > 0 && {
      to: '/incidents',
      search: { ...within(period), severity: level(group) },
    };
    return {
      key: level(group),
      name: <SeverityMark level={level(group)} />,
      value: incidents,
      words: countWords(incidents),
      ...to,
    };
  });
  return (
    <ChartCard
      title="How bad is it?"
      note={`${counted(summary.totals.incidents, 'incident')} by severity, as it is now.`}
      table={{
        name: `tocsin-incidents-by-severity-${period.name}`,
        columns: groupColumns({
          label: 'Severity',
          csv: 'severity',
          value: ({ label }) => label,
          show: (group) => nameOfLevel(level(group)),
        }),
        items: summary.groups,
        idOf: level,
      }}
    >
      <RowChart label="Incidents by severity" rows={rows} />
    </ChartCard>
  );
}
