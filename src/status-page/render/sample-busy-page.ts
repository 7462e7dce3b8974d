import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import type { ComponentStatus, PageComponent, PageReport, StatusPage } from '../page.ts';
import {
  SAMPLE_AT,
  sampleAffected,
  sampleComponent,
  sampleDays,
  sampleMaintenance,
  samplePage,
  sampleReport,
  sampleUpdate,
} from './sample-page.ts';

const NAMES = ['Web application', 'Public API', 'Checkout', 'Webhooks', 'Search'] as const;
const GROUPS = [null, 'Europe', 'North America', 'Asia Pacific', 'Internal tools'] as const;

function statusOf(at: number): ComponentStatus {
  if (at === 5) return 'down';
  if (at === 9) return 'maintenance';
  return at % 17 === 3 ? 'degraded' : 'up';
}

function component(at: number): PageComponent {
  const status = statusOf(at);
  const number = Math.floor(at / NAMES.length) + 1;
  return sampleComponent(at, {
    name: `${NAMES[at % NAMES.length]}${number === 1 ? '' : ` ${number}`}`,
    group: GROUPS[Math.floor(at / 8)] ?? null,
    description: at % 6 === 0 ? 'Reads and writes of the main database' : null,
    status,
    inMaintenance: at === 9 || at === 12,
    uptime: status === 'up' ? 100 : 98.721,
    days: sampleDays((daysAgo) => {
      if (daysAgo === 0) return status;
      if (at === 7 && daysAgo > 40) return null;
      if ((daysAgo * 7 + at * 13) % 61 === 0) return 'down';
      if ((daysAgo * 5 + at * 3) % 43 === 0) return 'degraded';
      return (daysAgo + at) % 77 === 0 ? 'maintenance' : 'up';
    }),
  });
}

function pastReport(at: number): PageReport {
  const startedAt = SAMPLE_AT - (at * 0.8 + 1) * DAY;
  const resolvedAt = startedAt + (20 + at * 7) * MINUTE;
  const html = `<p>The fix is in place and error rates are back to normal since ${at} o’clock.</p>`;
  return sampleReport(`past${at}`, {
    title: ['Elevated error rates', 'Delayed webhooks', 'Sign-in fails'][at % 3] ?? '',
    state: 'resolved',
    impact: at % 2 === 0 ? 'minor' : 'major',
    startedAt,
    resolvedAt,
    updates: [sampleUpdate(`past${at}`, { state: 'resolved', html, at: resolvedAt })],
  });
}

/** 40 components with disruptions, two open reports, windows, 100 past reports. */
export function busyPage(changes: Partial<StatusPage> = {}): StatusPage {
  const affected = sampleAffected(['Checkout', 'down'], ['Public API', 'degraded']);
  return samplePage({
    name: 'Acme Cloud',
    settings: {
      description: 'Services of Acme Cloud in all regions',
      accent: '#e4572e',
      home_url: 'https://acme.example',
      support_url: 'https://acme.example/help',
    },
    indicator: 'major',
    components: Array.from({ length: 40 }, (_, at) => component(at)),
    active: [
      sampleReport('a', { title: 'Checkout fails for card payments', impact: 'major', affected }),
      sampleReport('b', { title: 'Search is slow', state: 'monitoring' }),
    ],
    maintenances: [
      sampleMaintenance('a', {
        title: 'Network maintenance in Frankfurt',
        phase: 'in_progress',
        startsAt: SAMPLE_AT - HOUR,
        endsAt: SAMPLE_AT + HOUR,
      }),
      sampleMaintenance('b'),
    ],
    past: Array.from({ length: 100 }, (_, at) => pastReport(at)),
    pastMaintenances: [
      sampleMaintenance('c', {
        phase: 'completed',
        startsAt: SAMPLE_AT - 4 * DAY,
        endsAt: SAMPLE_AT - 4 * DAY + 2 * HOUR,
      }),
    ],
    months: ['2026-11', '2026-10', '2026-09', '2026-08'],
    ...changes,
  });
}
