import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvOfAnalytics } from '../../../src/incidents/analytics-figures.ts';
import type { AnalyticsQuery } from '../../../src/incidents/analytics-schemas.ts';
import { summarizeAnalytics } from '../../../src/incidents/analytics-summary.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '../../../src/kernel/time.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
let now: number;

beforeAll(async () => {
  room = await openIncidentRoom();
  // Ids hold the real time, so the figures are about the last two hours.
  now = room.time.now;
  await worked({ serviceId: 'svc_web', severity: 'critical', ack: 2, close: 10, by: 'person' });
  await worked({ serviceId: 'svc_web', severity: 'high', ack: 4, close: 30, by: 'recovery' });
  await worked({ serviceId: 'svc_pay', severity: 'high', close: 60, by: 'timeout' });
  await worked({ severity: 'low' });
  await worked({ severity: 'low', close: 1, by: 'merge' });
  await room.opened({ tenant: 'globex', at: now - HOUR });
  await room.store.db
    .updateTable('alerts')
    .set({ event_count: 5, title: '=noisy' })
    .where('tenant_id', '=', 'ten_acme')
    .where('service_id', '=', 'svc_web')
    .execute();
  await count(now - HOUR, 30);
  await count(now - 2 * HOUR, 10);
  await count(now - 9 * DAY, 1_000);
});
afterAll(() => room.close());

interface Worked {
  readonly serviceId?: string;
  readonly severity: 'critical' | 'high' | 'low';
  /** Minutes after the start. */
  readonly ack?: number;
  readonly close?: number;
  readonly by?: 'person' | 'recovery' | 'timeout' | 'merge';
}

async function worked({ serviceId, severity, ack, close, by }: Worked) {
  const at = now - 90 * MINUTE;
  const closed = close !== undefined && by && ({ progress: 'closed', closedBy: by } as const);
  await room.opened({
    at,
    severity,
    ...(serviceId && { serviceId }),
    change: {
      ...(ack && { acknowledgedAt: at + ack * MINUTE, progress: 'acknowledged' as const }),
      ...(closed && { ...closed, closedAt: at + (close ?? 0) * MINUTE }),
    },
  });
}

async function count(at: number, events: number) {
  const row = { tenant_id: 'ten_acme', integration_id: 'int_1', writer: newId('req') };
  const minute = new Date(at - (at % MINUTE));
  await room.store.db
    .insertInto('receipt_counts')
    .values({ ...row, minute, accepted: events, duplicate: 0, refused: 0, events })
    .execute();
}

const summary = (query: AnalyticsQuery = {}) => summarizeAnalytics(room.as(), query);

describe('a summary', () => {
  test('counts what happened, without what was merged away', async () => {
    const { totals, excluded, alert_events_from } = await summary();
    expect(totals).toEqual({
      incidents: 4,
      open: 1,
      acknowledged: 2,
      closed: 3,
      acknowledgement_pct: 50,
      mtta: { mean_ms: 3 * MINUTE, median_ms: 3 * MINUTE, p90_ms: 3.8 * MINUTE, sample: 2 },
      mttr: {
        mean_ms: Math.round((100 / 3) * MINUTE),
        median_ms: 30 * MINUTE,
        p90_ms: 54 * MINUTE,
        sample: 3,
      },
      closures: { person: 1, recovery: 1, timeout: 1 },
      alerts: 5,
      alert_events: 40,
      noise_reduction_pct: 90,
    });
    expect(excluded).toEqual({ merged: 1 });
    expect(alert_events_from).toBe('receipts');
  });

  test('counts events on the alerts where receipts are gone', async () => {
    const from = new Date(now - 20 * DAY).toISOString();
    const view = await summary({ from });
    expect(view).toMatchObject({
      alert_events_from: 'alerts',
      totals: { alerts: 5, alert_events: 13, noise_reduction_pct: 69.2 },
    });
  });

  test('leaves the noisy alerts out where they are not wanted', async () => {
    expect((await summary()).noisy_alerts).not.toHaveLength(0);
    const view = await summary({ noisy: false });
    expect(view.noisy_alerts).toBeNull();
    expect(view.totals.incidents).toBe(4);
  });

  test('is split by service, with what has none', async () => {
    const { groups } = await summary({ by: 'service' });
    const shown = groups.map(({ key, label, incidents, alert_events }) => [
      key,
      label,
      incidents,
      alert_events,
    ]);
    expect(shown).toContainEqual(['svc_web', 'Web shop', 2, 10]);
    expect(shown).toContainEqual(['svc_pay', 'Payments', 1, 1]);
    expect(shown).toContainEqual([null, 'No service', 1, 2]);
    expect(shown[0]?.[2]).toBe(2);
  });

  test('is split by severity, all of them, worst first', async () => {
    const { groups } = await summary({ by: 'severity' });
    expect(groups.map(({ key, incidents }) => [key, incidents])).toEqual([
      ['critical', 1],
      ['high', 2],
      ['medium', 0],
      ['low', 1],
      ['info', 0],
    ]);
    expect(groups[2]).toMatchObject({
      mtta: { mean_ms: null, sample: 0 },
      noise_reduction_pct: null,
    });
  });

  test('is split by hour without gaps', async () => {
    const from = new Date(now - 5 * HOUR).toISOString();
    const { groups } = await summary({ by: 'hour', from });
    expect(groups.length).toBeGreaterThanOrEqual(5);
    expect(groups.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(4);
    expect(groups.reduce((sum, { alert_events }) => sum + alert_events, 0)).toBe(40);
    for (const [index, { key }] of groups.entries()) {
      const first = Date.parse(groups[0]?.key ?? '');
      expect(Date.parse(key ?? '')).toBe(first + index * HOUR);
    }
  });

  test('has the days of the zone, also when clocks are changed', async () => {
    const summer = { from: '2026-03-27T23:00:00Z', to: '2026-03-30T22:00:00Z' };
    const { groups } = await summary({ by: 'day', tz: 'Europe/Berlin', ...summer });
    expect(groups.map(({ key }) => key)).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    const night = { from: '2026-10-24T23:00:00Z', to: '2026-10-25T03:00:00Z' };
    const hours = await summary({ by: 'hour', tz: 'Europe/Berlin', ...night });
    expect(hours.groups).toHaveLength(4);
    const quarter = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T02:00:00Z' };
    const nepal = await summary({ by: 'hour', tz: 'Asia/Kathmandu', ...quarter });
    expect(nepal.groups.map(({ key }) => key?.slice(11, 16))).toEqual(['23:15', '00:15', '01:15']);
  });

  test('names the noisiest alerts', async () => {
    const { noisy_alerts } = await summary();
    expect(noisy_alerts).toHaveLength(5);
    expect(noisy_alerts?.[0]).toMatchObject({
      title: '=noisy',
      event_count: 5,
      service: { id: 'svc_web', name: 'Web shop' },
    });
  });

  test('is a table as well', async () => {
    const csv = csvOfAnalytics(await summary({ by: 'severity' }));
    const lines = csv.split('\r\n');
    expect(lines[0]).toMatch(/^key,label,incidents,open,/);
    expect(lines[1]).toMatch(/^critical,critical,1,0,1,1,100,120,120,120,600,600,600,1,0,0,/);
    expect(lines.at(-2)).toMatch(/^total,Total,4,1,2,3,50,180,/);
  });

  test('shows nothing of other tenants', async () => {
    const other = await summarizeAnalytics(room.as('eve', { tenant: 'globex' }), {});
    expect(other.totals).toMatchObject({ incidents: 1, alert_events: 0, alerts: 1 });
  });
});

describe('a summary is refused', () => {
  test.each([
    [{ from: 'yesterday' }, '/from'],
    [{ to: '2026-13-01T00:00:00Z' }, '/to'],
    [{ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, '/from'],
    [{ from: '2020-01-01T00:00:00Z' }, '/from'],
    [{ by: 'hour', from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' }, '/from'],
    [{ tz: 'Mars/Olympus' }, '/tz'],
    [{ tz: '+01:00' }, '/tz'],
    [{ tz: "UTC'; drop table incidents; --" }, '/tz'],
  ] as [AnalyticsQuery, string][])('for %o', async (query, pointer) => {
    expect(await problemOf(() => summary(query))).toMatchObject({
      status: 422,
      pointers: [pointer],
    });
  });
});
