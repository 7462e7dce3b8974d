import { invalid } from '../kernel/errors.ts';
import { SEVERITIES } from '../kernel/severity.ts';
import { DAY, formatInstant, type Instant } from '../kernel/time.ts';
import type { Db, Store } from '../store/connection.ts';
import { codeOf } from '../store/transaction.ts';
import { type Context, requireScope } from '../tenants/caller.ts';
import { readVerb } from '../tenants/reading.ts';
import { figuresOf, NO_ALERTS } from './analytics-figures.ts';
import { periodOf } from './analytics-period.ts';
import {
  type AlertFigures,
  type IncidentFigures,
  limitStatements,
  listNoisyAlerts,
  listStarts,
  type Period,
  sumAlerts,
  sumIncidents,
  sumReceived,
} from './analytics-queries.ts';
import type { AnalyticsGroup, AnalyticsQuery, AnalyticsView, Split } from './analytics-schemas.ts';
import { readServiceNames, type ServiceNames } from './service-refs.ts';

/** Milliseconds a statement may take, and the one about noisy alerts, which reads all of them. */
const PATIENCE = 5_000;
const NOISY_PATIENCE = 2_000;

const NOISY = 10;

/** Counts by the minute are kept 7 days (background.ts). */
const COUNTED_DAYS = 7;

/**
 * What happened in a period, in figures (research, flashduty-openremedy §5.7). Incidents that were
 * merged into others are excluded. 422 when the period is too long to be summed in time.
 */
export function summarizeAnalytics(
  context: Context,
  query: AnalyticsQuery,
): Promise<AnalyticsView> {
  requireScope(context, 'viewer');
  const now = context.clock();
  const period = periodOf(query, now);
  const { store, caller } = context;
  return readVerb(context, async () => {
    const split = query.by ?? null;
    const [summed, noisy] = await Promise.all([
      sum(store, caller.tenantId, period, split, now).catch(tooLong),
      query.noisy === false ? null : readNoisy(store, caller.tenantId, period),
    ]);
    return {
      from: formatInstant(period.from),
      to: formatInstant(period.to),
      tz: period.tz,
      by: split,
      ...summed,
      noisy_alerts: noisy,
    };
  });
}

function inTime<T>(store: Store, ms: number, work: (tx: Db) => Promise<T>): Promise<T> {
  return store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await limitStatements(tx, ms);
      return work(tx);
    });
}

const CANCELLED = '57014';

function tooLong(error: unknown): never {
  if (codeOf(error) !== CANCELLED) throw error;
  const expected = 'a shorter period';
  throw invalid('The figures of this period take too long.', [
    { pointer: '/from', expected, received: 'too many incidents or alerts' },
  ]);
}

type Summed = Pick<AnalyticsView, 'totals' | 'excluded' | 'alert_events_from' | 'groups'>;

function sum(
  store: Store,
  tenantId: string,
  period: Period,
  split: Split | null,
  now: Instant,
): Promise<Summed> {
  const isCounted = period.from >= now - COUNTED_DAYS * DAY;
  return inTime(store, PATIENCE, async (tx) => {
    const incidents = await sumIncidents(tx, tenantId, period, split);
    const alerts = await sumAlerts(tx, tenantId, period, split);
    const received = isCounted ? await sumReceived(tx, tenantId, period, split) : null;
    const sums = indexed(incidents, alerts, received, split);
    const keys = await keysOf(tx, period, split, sums);
    const names = await readServiceNames(tx, tenantId, split === 'service' ? keys : []);
    const merged = incidents.find((row) => row.merged && !row.grouped)?.incidents ?? 0;
    return {
      totals: figuresOf(sums.total.incidents, sums.total.alerts),
      excluded: { merged },
      alert_events_from: received ? 'receipts' : 'alerts',
      groups: keys.map((key) => groupOf(key, split, sums, names)),
    };
  });
}

interface Sum {
  readonly incidents: IncidentFigures | undefined;
  readonly alerts: AlertFigures;
}

interface Sums {
  readonly total: Sum;
  readonly of: (key: string | null) => Sum;
  readonly keys: readonly (string | null)[];
}

/** The rows by their keys; events as received go before those counted on alerts, where known. */
function indexed(
  incidents: readonly IncidentFigures[],
  alerts: readonly AlertFigures[],
  received: readonly AlertFigures[] | null,
  split: Split | null,
): Sums {
  const own = incidents.filter(({ merged }) => !merged);
  const byTime = split === 'hour' || split === 'day';
  const find = <Row extends { grouped: boolean; key: string | null }>(
    rows: readonly Row[],
    grouped: boolean,
    key: string | null,
  ) => rows.find((row) => row.grouped === grouped && row.key === key);
  const sumOf = (grouped: boolean, key: string | null): Sum => {
    const counted = find(alerts, grouped, key) ?? NO_ALERTS;
    const isExact = received !== null && (!grouped || byTime);
    const events = isExact ? (find(received, grouped, key)?.events ?? 0) : counted.events;
    return { incidents: find(own, grouped, key), alerts: { ...counted, events } };
  };
  const keys = [...own, ...alerts].filter(({ grouped }) => grouped).map(({ key }) => key);
  return { total: sumOf(false, null), of: (key) => sumOf(true, key), keys: [...new Set(keys)] };
}

/** Hours, days and severities all of them, services those with anything: most incidents first. */
async function keysOf(
  tx: Db,
  period: Period,
  split: Split | null,
  sums: Sums,
): Promise<readonly (string | null)[]> {
  if (split === null) return [];
  if (split === 'severity') return SEVERITIES;
  if (split === 'service') {
    const count = (key: string | null) => sums.of(key).incidents?.incidents ?? 0;
    return [...sums.keys].sort((a, b) => count(b) - count(a));
  }
  return (await listStarts(tx, period, split)).map(String);
}

function groupOf(
  key: string | null,
  split: Split | null,
  sums: Sums,
  names: ServiceNames,
): AnalyticsGroup {
  const { incidents, alerts } = sums.of(key);
  const figures = figuresOf(incidents, alerts);
  if (split === 'service') return { key, label: names(key)?.name ?? 'No service', ...figures };
  if (split === 'severity') return { key, label: key ?? '', ...figures };
  const start = formatInstant(Number(key) * 1_000);
  return { key: start, label: start, ...figures };
}

async function readNoisy(
  store: Store,
  tenantId: string,
  period: Period,
): Promise<AnalyticsView['noisy_alerts']> {
  try {
    return await inTime(store, NOISY_PATIENCE, async (tx) => {
      const rows = await listNoisyAlerts(tx, tenantId, period, NOISY);
      const services = rows.map((row) => row.service_id);
      const nameService = await readServiceNames(tx, tenantId, services);
      return rows.map((row) => ({
        id: row.alert_id,
        title: row.title,
        service: nameService(row.service_id),
        integration_id: row.integration_id,
        incident_id: row.incident_id,
        event_count: row.event_count,
        first_seen_at: formatInstant(row.first_seen_at.getTime()),
        last_seen_at: formatInstant(row.last_seen_at.getTime()),
      }));
    });
  } catch (error) {
    if (codeOf(error) === CANCELLED) return null;
    throw error;
  }
}
