import { DAY, HOUR, type Instant, MINUTE } from '../../kernel/time.ts';
import type { ImpactStatus } from '../../store/status-tables.ts';
import type {
  ComponentStatus,
  DayBar,
  PageComponent,
  PageMaintenance,
  PageReport,
  PageUpdate,
  StatusPage,
} from '../page.ts';

/** 21 November 2026, 10:02 UTC: when the pages of the tests and the bench are looked at. */
export const SAMPLE_AT: Instant = Date.UTC(2026, 10, 21, 10, 2);

/** A calm page of one component; changes replace whole fields. For tests and the bench. */
export function samplePage(changes: Partial<StatusPage> = {}): StatusPage {
  return {
    tenantId: 'ten_acme',
    hubId: 'hub_acme',
    slug: 'acme',
    name: 'Acme',
    settings: {},
    isPrivate: false,
    url: 'https://hub.example/status/acme',
    indicator: 'none',
    at: SAMPLE_AT,
    updatedAt: SAMPLE_AT - 2 * HOUR,
    components: [sampleComponent(0)],
    active: [],
    maintenances: [],
    past: [],
    pastMaintenances: [],
    months: [],
    changesAt: Date.UTC(2026, 10, 22),
    ...changes,
  };
}

/** A component with 90 good days. */
export function sampleComponent(
  position: number,
  changes: Partial<PageComponent> = {},
): PageComponent {
  return {
    id: `svc_${position}`,
    name: `Component ${position}`,
    description: null,
    group: null,
    position,
    status: 'up',
    inMaintenance: false,
    createdAt: SAMPLE_AT - 400 * DAY,
    updatedAt: SAMPLE_AT - DAY,
    days: sampleDays(() => 'up'),
    uptime: 100,
    ...changes,
  };
}

/** 90 days up to today, each with the worst that `worstOf` says; `null`: not shown yet. */
export function sampleDays(worstOf: (daysAgo: number) => ComponentStatus | null): DayBar[] {
  return Array.from({ length: 90 }, (_, at) => {
    const daysAgo = 89 - at;
    const worst = worstOf(daysAgo);
    return {
      date: new Date(SAMPLE_AT - daysAgo * DAY).toISOString().slice(0, 10),
      worst,
      down: worst === 'down' ? 2_700 + 60 * daysAgo : 0,
      degraded: worst === 'degraded' || worst === 'down' ? 1_260 : 0,
      maintenance: worst === 'maintenance' ? 7_200 : 0,
      events: [],
    };
  });
}

/** An update; `text` is also its HTML. */
export function sampleUpdate(id: string, changes: Partial<PageUpdate> = {}): PageUpdate {
  return {
    id: `upd_${id}`,
    title: 'Checkout is slow',
    state: 'investigating',
    html: 'We are looking into it.',
    text: 'We are looking into it.',
    at: SAMPLE_AT - HOUR,
    createdAt: SAMPLE_AT - HOUR,
    updatedAt: SAMPLE_AT - HOUR,
    silent: false,
    affected: [],
    ...changes,
  };
}

/** A report of three updates that is not resolved. */
export function sampleReport(id: string, changes: Partial<PageReport> = {}): PageReport {
  const affected = sampleAffected(['API', 'degraded']);
  return {
    id: `rpt_${id}`,
    title: 'Checkout is slow',
    state: 'identified',
    impact: 'minor',
    startedAt: SAMPLE_AT - HOUR,
    monitoringAt: null,
    resolvedAt: null,
    createdAt: SAMPLE_AT - HOUR,
    updatedAt: SAMPLE_AT - 10 * MINUTE,
    updates: [
      sampleUpdate(`${id}b`, {
        state: 'identified',
        html: '<p>A deployment of 09:40 made queries slow. <strong>It is being rolled back.</strong></p>',
        text: 'A deployment of 09:40 made queries slow. It is being rolled back.',
        at: SAMPLE_AT - 10 * MINUTE,
        createdAt: SAMPLE_AT - 10 * MINUTE,
        affected: [{ serviceId: 'svc_0', name: 'API', status: 'degraded', before: 'down' }],
      }),
      sampleUpdate(`${id}a`, {
        affected: [{ serviceId: 'svc_0', name: 'API', status: 'down', before: 'up' }],
      }),
    ],
    affected,
    ...changes,
  };
}

/** Affected components by name and status. */
export function sampleAffected(...pairs: readonly (readonly [string, ImpactStatus])[]) {
  return pairs.map(([name, status], at) => ({ serviceId: `svc_${at}`, name, status }));
}

/** A maintenance of two hours that is to come. */
export function sampleMaintenance(
  id: string,
  changes: Partial<PageMaintenance> = {},
): PageMaintenance {
  return {
    id: `mnt_${id}`,
    title: 'Database upgrade',
    phase: 'scheduled',
    html: 'We move to the new version.',
    text: 'We move to the new version.',
    startsAt: SAMPLE_AT + 26 * HOUR,
    endsAt: SAMPLE_AT + 28 * HOUR,
    createdAt: SAMPLE_AT - DAY,
    updatedAt: SAMPLE_AT - DAY,
    silent: false,
    affected: sampleAffected(['Database', 'degraded']),
    ...changes,
  };
}
