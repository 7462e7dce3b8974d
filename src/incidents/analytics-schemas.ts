import { type Static, Type } from 'typebox';
import { InstantText } from '../tenants/page-schemas.ts';
import { ServiceRef } from './incident-schemas.ts';

/** What the figures may be split by. */
const SPLITS = ['service', 'severity', 'hour', 'day'] as const;
export type Split = (typeof SPLITS)[number];

const Instant = Type.String({ maxLength: 40 });

export const AnalyticsQuery = Type.Object(
  {
    from: Type.Optional({
      ...Instant,
      description: 'Incidents created then or later (ISO 8601); default 7 days before `to`',
    }),
    to: Type.Optional({ ...Instant, description: 'Created before then; default now' }),
    by: Type.Optional(Type.Enum([...SPLITS])),
    tz: Type.Optional(
      Type.String({
        maxLength: 64,
        default: 'UTC',
        description: 'IANA time zone that days and hours are of, such as Europe/Berlin',
      }),
    ),
    noisy: Type.Optional(
      Type.Boolean({ default: true, description: 'false: without the noisiest alerts, faster' }),
    ),
    format: Type.Optional(Type.Enum(['json', 'csv'], { default: 'json' })),
  },
  { additionalProperties: false },
);
export type AnalyticsQuery = Static<typeof AnalyticsQuery>;

const Count = Type.Integer({ minimum: 0 });
const Milliseconds = Type.Union([Type.Integer(), Type.Null()]);
const Percent = Type.Union([Type.Number(), Type.Null()]);

const Duration = Type.Object({
  mean_ms: Milliseconds,
  median_ms: Milliseconds,
  p90_ms: Milliseconds,
  sample: Type.Integer({ minimum: 0, description: 'Incidents these are of' }),
});
export type Duration = Static<typeof Duration>;

const figures = {
  incidents: Count,
  open: Type.Integer({ minimum: 0, description: 'Of these, still open now' }),
  acknowledged: Count,
  closed: Count,
  acknowledgement_pct: Percent,
  mtta: { ...Duration, description: 'Start to acknowledgement, of those acknowledged' },
  mttr: { ...Duration, description: 'Start to close, of those closed' },
  closures: Type.Object({ person: Count, recovery: Count, timeout: Count }),
  alerts: Type.Integer({ minimum: 0, description: 'Alerts first seen in the period' }),
  alert_events: Count,
  noise_reduction_pct: Percent,
};

const Figures = Type.Object(figures);
export type Figures = Static<typeof Figures>;

const Group = Type.Object({
  key: Type.Union([Type.String(), Type.Null()], {
    description: 'Id of the service, severity, or start of the hour or day; null: no service',
  }),
  label: Type.String(),
  ...figures,
});
export type AnalyticsGroup = Static<typeof Group>;

export const AnalyticsView = Type.Object({
  from: InstantText,
  to: InstantText,
  tz: Type.String(),
  by: Type.Union([Type.Enum([...SPLITS]), Type.Null()]),
  totals: Figures,
  excluded: Type.Object({
    merged: Type.Integer({
      minimum: 0,
      description: 'Incidents that were merged into others: in none of the figures',
    }),
  }),
  alert_events_from: Type.Enum(['receipts', 'alerts'], {
    description:
      'receipts: all events received in the period; alerts: all events so far of the alerts first seen in it, because counts by the minute are kept 7 days (and never by service or severity)',
  }),
  groups: Type.Array(Group),
  noisy_alerts: Type.Union(
    [
      Type.Array(
        Type.Object({
          id: Type.String(),
          title: Type.String(),
          service: Type.Union([ServiceRef, Type.Null()]),
          integration_id: Type.String(),
          incident_id: Type.Union([Type.String(), Type.Null()]),
          event_count: Count,
          first_seen_at: InstantText,
          last_seen_at: InstantText,
        }),
      ),
      Type.Null(),
    ],
    {
      description:
        'With the most events, of those seen in the period; null: took too long, or not asked for',
    },
  ),
});
export type AnalyticsView = Static<typeof AnalyticsView>;
