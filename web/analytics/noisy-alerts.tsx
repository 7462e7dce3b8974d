import { exactTime } from '../frame/times.ts';
import type { Analytics, NoisyAlert } from './analytics-data.ts';
import { ChartCard } from './chart-card.tsx';
import type { Period } from './period.ts';
import { RowChart } from './row-chart.tsx';
import { counted, countWords } from './words.ts';

/** What says the most: candidates for a rule, or for being mended at last. */
export function NoisyAlerts({ period, summary }: { period: Period; summary: Analytics }) {
  const alerts = summary.noisy_alerts;
  return (
    <ChartCard
      wide
      title="Which alerts are the noisiest?"
      note={noteOf(alerts)}
      table={{
        name: `tocsin-noisiest-alerts-${period.name}`,
        columns: COLUMNS,
        items: alerts ?? [],
        idOf: ({ id }) => id,
      }}
    >
      <RowChart
        label="Noisiest alerts"
        rows={(alerts ?? []).map(({ id, title, event_count }) => ({
          key: id,
          name: title,
          value: event_count,
          words: countWords(event_count),
          to: `/alerts/${id}`,
        }))}
      />
    </ChartCard>
  );
}

function noteOf(alerts: readonly NoisyAlert[] | null): string {
  if (alerts === null) return 'There are too many alerts to find the noisiest of them in time.';
  return `The ${counted(alerts.length, 'alert')} with the most events, of those seen in this period; all events that were ever received for them.`;
}

const COLUMNS = [
  { label: 'Alert', csv: 'title', value: ({ title }: NoisyAlert) => title },
  {
    label: 'Service',
    csv: 'service',
    value: ({ service }: NoisyAlert) => service?.name ?? null,
  },
  {
    label: 'Events',
    csv: 'events',
    value: ({ event_count }: NoisyAlert) => event_count,
    show: ({ event_count }: NoisyAlert) => countWords(event_count),
    numeric: true,
  },
  {
    label: 'First seen',
    csv: 'first_seen_at',
    value: ({ first_seen_at }: NoisyAlert) => first_seen_at,
    show: ({ first_seen_at }: NoisyAlert) => exactTime(first_seen_at),
  },
  {
    label: 'Last seen',
    csv: 'last_seen_at',
    value: ({ last_seen_at }: NoisyAlert) => last_seen_at,
    show: ({ last_seen_at }: NoisyAlert) => exactTime(last_seen_at),
  },
  {
    label: 'Opened an incident',
    csv: 'incident_id',
    value: ({ incident_id }: NoisyAlert) => incident_id,
    show: ({ incident_id }: NoisyAlert) => (incident_id === null ? 'No' : 'Yes'),
  },
];
