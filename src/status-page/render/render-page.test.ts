import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import type { ComponentStatus } from '../page.ts';
import { contrastOf, readableAccent } from './accent.ts';
import { renderMonth } from './render-month.ts';
import { renderPage } from './render-page.ts';
import { renderReport } from './render-report.ts';
import { busyPage } from './sample-busy-page.ts';
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
import { GROUND, INK, QUIET, STATUS_BAR, STATUS_INK } from './style.ts';

const en = (page = samplePage()) => renderPage(page, { locale: 'en' }).html;

describe('the page', () => {
  test.each([
    ['none', 'All systems operational', 'Alle Systeme laufen'],
    ['minor', 'Some systems are degraded', 'Einige Systeme sind beeinträchtigt'],
    ['major', 'Some systems are down', 'Einige Systeme sind ausgefallen'],
    ['critical', 'All systems are down', 'Alle Systeme sind ausgefallen'],
    ['maintenance', 'Maintenance is under way', 'Es wird gerade gewartet'],
  ] as const)('says its overall state in one sentence: %s', (indicator, english, german) => {
    const page = samplePage({ indicator });
    expect(en(page)).toContain(`<h1>${english}</h1>`);
    expect(renderPage(page, { locale: 'de' }).html).toContain(`<h1>${german}</h1>`);
  });

  test('says as of when, in its own zone, which it names', () => {
    const html = en(samplePage({ settings: { time_zone: 'Asia/Tokyo' } }));
    expect(html).toContain('<time datetime="2026-11-21T10:02:00Z">21 Nov 2026, 19:02 GMT+9</time>');
    expect(html).toContain('All times are in Asia/Tokyo (GMT+9).');
    expect(en(samplePage({ settings: { time_zone: 'Not/AZone' } }))).toContain('10:02 UTC');
  });

  test('notes that it may be out of date only when it is', () => {
    const stale = renderPage(samplePage(), { locale: 'en', stale: true }).html;
    expect(stale).toContain('could not be brought up to date');
    expect(en()).not.toContain('could not be brought up to date');
  });

  test.each<[ComponentStatus, string, string]>([
    ['up', 'Operational', '#u'],
    ['degraded', 'Degraded', '#g'],
    ['down', 'Down', '#x'],
    ['maintenance', 'Maintenance', '#m'],
  ])('tells a component’s state by icon and by word: %s', (status, word, symbol) => {
    const html = en(samplePage({ components: [sampleComponent(0, { status })] }));
    expect(html).toContain(`<use href="${symbol}"/></svg> ${word}</span>`);
  });

  test('a window that leaves a component up is told beside its state', () => {
    const component = sampleComponent(0, { inMaintenance: true });
    expect(en(samplePage({ components: [component] }))).toContain('Operational · in maintenance');
  });

  test('shows reports with all updates, newest first, and what they affect', () => {
    const html = en(samplePage({ active: [sampleReport('1')] }));
    const at = (text: string) => html.indexOf(text);
    expect(at('<b>Identified</b>')).toBeGreaterThan(0);
    expect(at('<b>Identified</b>')).toBeLessThan(at('<b>Investigating</b>'));
    expect(html).toContain('<strong>It is being rolled back.</strong>');
    expect(html).toContain('<li><bdi>API</bdi> (degraded)</li>');
    expect(html).toContain('href="/status/acme/reports/rpt_1"');
  });

  test('shows windows under way before components and those to come after them', () => {
    const now = sampleMaintenance('now', { title: 'Right now', phase: 'in_progress' });
    const html = en(samplePage({ maintenances: [now, sampleMaintenance('later')] }));
    const order = ['Right now', 'Component 0', 'Database upgrade'].map((text) =>
      html.indexOf(`>${text}<`),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(html).toContain('22 Nov 2026, 12:02–14:02 UTC');
  });

  test('past events are grouped by their day in the hub’s zone', () => {
    const past = [SAMPLE_AT - DAY, Date.UTC(2026, 10, 19, 23, 30)].map((startedAt, at) =>
      sampleReport(`p${at}`, {
        title: `Past ${at}`,
        state: 'resolved',
        startedAt,
        resolvedAt: startedAt + 95 * MINUTE,
      }),
    );
    const html = en(samplePage({ past, settings: { time_zone: 'Europe/Berlin' } }));
    // 23:30 UTC of the 19th is the 20th in Berlin: one heading for both.
    expect(html.match(/<h3>[^<]*2026<\/h3>/g)).toEqual(['<h3>Friday, 20 November 2026</h3>']);
    expect(html).toContain('Resolved after 1\u00a0h 35\u00a0min');
  });

  test('says so when there is nothing', () => {
    const html = en(samplePage({ components: [] }));
    expect(html).toContain('This page does not show any components yet.');
    expect(html).toContain('Nothing was reported in the last 90 days.');
  });

  test('groups have a heading; components outside of groups have one that is only heard', () => {
    const components = [sampleComponent(0), sampleComponent(1, { group: 'Europe' })];
    const html = en(samplePage({ components }));
    expect(html).toContain('<h3 class="group" dir="auto">Europe</h3>');
    expect(html).toContain('<h3 class="h">Other components</h3>');
  });

  test('links by path below the hub’s address, and to its own domain where it has one', () => {
    const own = en(samplePage({ url: 'https://status.acme.example' }));
    expect(own).toContain('action="https://status.acme.example/subscribe?lang=en"');
    expect(en()).toContain('action="/status/acme/subscribe?lang=en"');
    expect(en()).toContain('<link rel="canonical" href="https://hub.example/status/acme">');
  });

  test.each([
    [{ indexed: false }, false],
    [{}, true],
  ])('is left out of searches where the hub says so: %j', (settings, isPrivate) => {
    expect(en(samplePage({ settings, isPrivate }))).toContain(
      '<meta name="robots" content="noindex">',
    );
    expect(en()).not.toContain('noindex');
  });

  test('needs no script, no inline style and nothing from elsewhere', () => {
    const html = en(busyPage());
    expect(html).not.toMatch(
      /<script|<link rel="stylesheet"|<iframe|\sstyle=|\son\w+=|javascript:/i,
    );
    expect(html).not.toMatch(/src="http:|@import|url\(/);
  });
});

describe('the bars', () => {
  const barsOf = (worstOf: Parameters<typeof sampleDays>[0], uptime: number | null = 99.9) =>
    en(samplePage({ components: [sampleComponent(0, { days: sampleDays(worstOf), uptime })] }));

  test('of a good component are one line, and are told in words', () => {
    const html = barsOf(() => 'up', 100);
    expect(html).toContain(
      'aria-label="Component 0, last 90 days: 100\u00a0% uptime; no disruptions"',
    );
    expect(html.match(/class="ub"/g)).toHaveLength(1);
    expect(html).not.toContain('<details>');
  });

  test('stand out by height and title on bad days, and are a table too', () => {
    const html = barsOf((daysAgo) => (daysAgo === 3 ? 'down' : 'up'));
    expect(html).toContain('<path class="xb" d="M86 0h0.72v30h-0.72z"><title>18 Nov: Down 48');
    expect(html).toContain('<summary>1 day with disruptions</summary>');
    expect(html).toContain(
      '<time datetime="2026-11-18">18 Nov</time><td>48\u00a0min<td>21\u00a0min<td>–',
    );
  });

  test('of days before it was shown are flat', () => {
    const html = barsOf((daysAgo) => (daysAgo > 9 ? null : 'up'), null);
    expect(html).toContain('class="nb" d="M0 28H80"');
    expect(html).toContain('class="ub" d="M80 21H90"');
    expect(html).toContain('No figures yet');
  });

  test('never round uptime up', () => {
    expect(barsOf(() => 'up', 99.9999)).toContain('99.999\u00a0% uptime');
  });
});

describe('weight', () => {
  test.each(['en', 'de'] as const)('a busy hub stays below 50 kB on the wire: %s', (locale) => {
    const bytes = Buffer.from(renderPage(busyPage(), { locale }).html);
    expect(gzipSync(bytes).length).toBeLessThan(50_000);
    expect(brotliCompressSync(bytes).length).toBeLessThan(50_000);
    expect(bytes.length).toBeLessThan(150_000);
  });
});

describe('colours', () => {
  test.each(['light', 'dark'] as const)('are read well in the %s theme', (theme) => {
    const at = theme === 'light' ? 0 : 1;
    const ground = GROUND[theme];
    for (const text of [INK[theme], QUIET[theme], ...Object.values(STATUS_INK).map((p) => p[at])]) {
      expect(contrastOf(text, ground), text).toBeGreaterThanOrEqual(4.5);
    }
    for (const status of ['degraded', 'down', 'maintenance'] as const) {
      expect(contrastOf(STATUS_BAR[status][at], ground), status).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(['#ffff00', '#000000', '#ffffff', '#e4572e', 'red', '#12', undefined])(
    'the accent %s is made readable',
    (accent) => {
      for (const ground of Object.values(GROUND)) {
        expect(contrastOf(readableAccent(accent, ground), ground)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test('an accent that is readable stays as it is', () => {
    expect(readableAccent('#8B0000', GROUND.light)).toBe('#8b0000');
  });
});

describe('other pages', () => {
  test('a report that is over does not change with the clock', () => {
    const over = sampleReport('1', { state: 'resolved', resolvedAt: SAMPLE_AT });
    const later = samplePage({ at: SAMPLE_AT + HOUR });
    expect(renderReport(samplePage(), over, 'en')).toEqual(renderReport(later, over, 'en'));
    const open = sampleReport('2');
    expect(renderReport(samplePage(), open, 'en')).not.toEqual(renderReport(later, open, 'en'));
  });

  test('a month leads to the ones before and after it that have anything', () => {
    const month = { month: '2026-09', reports: [], maintenances: [] };
    const { html } = renderMonth(samplePage(), month, ['2026-11', '2026-09', '2026-05'], 'en');
    expect(html).toContain('<h1 class="title">History of September 2026</h1>');
    expect(html).toContain('href="/status/acme/history/2026-05"');
    expect(html).toContain('href="/status/acme/history/2026-11"');
    expect(html).toContain('Nothing was reported in this month.');
  });

  test('text of any direction keeps to itself', () => {
    const report = sampleReport('1', {
      title: 'بطء',
      affected: sampleAffected(['خدمة', 'down']),
      updates: [sampleUpdate('a')],
    });
    const { html } = renderReport(samplePage(), report, 'en');
    expect(html).toContain('<h1 class="title" dir="auto">بطء</h1>');
    expect(html).toContain('<bdi>خدمة</bdi>');
  });
});
