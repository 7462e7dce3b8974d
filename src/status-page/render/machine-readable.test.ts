import fc from 'fast-check';
import { parseFeed } from 'feedsmith';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../kernel/time.ts';
import type { StatusPage } from '../page.ts';
import { renderAtlassian } from './atlassian.ts';
import { renderBadge } from './badge.ts';
import { renderCalendar } from './calendar.ts';
import { renderEmbed } from './embed.ts';
import { renderAtom, renderRss } from './feeds.ts';
import { renderPage } from './render-page.ts';
import { busyPage } from './sample-busy-page.ts';
import {
  SAMPLE_AT,
  sampleAffected,
  sampleComponent,
  sampleMaintenance,
  samplePage,
  sampleReport,
  sampleUpdate,
} from './sample-page.ts';

// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
const body = (page: StatusPage, path: string): any => renderAtlassian(page).get(`api/v2/${path}`);

/** What people and senders write to break out of a text. */
const HOSTILE = [
  '</title><script>alert(1)</script>',
  ']]><script>alert(1)</script><![CDATA[',
  '" onload="alert(1)',
  "' onmouseover='alert(1)",
  '</style><img src=x onerror=alert(1)>',
  '&lt;script&gt; &amp; <!-- --> <?xml?> <!DOCTYPE x [<!ENTITY e "e">]>&e;',
  'a\r\nATTACH:http://evil.example\r\nBEGIN:VALARM',
  'a\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:evil',
  'semi;colon, comma \\ backslash \\n',
  '\u2028\u2029\u0085\u000b\u0000\u001b[31m\ud800 lone',
  '\u202e reversed, ünïcödé 決済 😀'.repeat(12),
] as const;

function pageWith(text: string, changes: Partial<StatusPage> = {}): StatusPage {
  const affected = sampleAffected([text, 'down']);
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const update = sampleUpdate('x', { title: text, text, html: `<p>${escaped}</p>` });
  return samplePage({
    name: text,
    settings: { description: text },
    components: [sampleComponent(0, { name: text, description: text, group: text })],
    active: [sampleReport('1', { title: text, affected, updates: [update] })],
    maintenances: [
      sampleMaintenance('1', { title: text, text, html: `<p>${escaped}</p>`, affected }),
    ],
    ...changes,
  });
}

describe('Statuspage’s JSON', () => {
  test('has every list, also the empty ones', () => {
    expect(body(samplePage(), 'summary.json')).toMatchObject({
      components: [{ id: 'svc_0' }],
      incidents: [],
      scheduled_maintenances: [],
    });
    expect(body(samplePage({ components: [] }), 'components.json').components).toEqual([]);
  });

  test('every reply begins with the page', () => {
    for (const reply of renderAtlassian(busyPage()).values()) {
      expect(reply).toMatchObject({
        page: {
          id: 'hub_acme',
          name: 'Acme Cloud',
          url: 'https://hub.example/status/acme',
          time_zone: 'Etc/UTC',
          updated_at: '2026-11-21T08:02:00.000Z',
        },
      });
    }
  });

  test('groups are rows of their own, with the ids of their members', () => {
    const { components } = body(busyPage(), 'components.json');
    const groups = components.filter((row: { group: boolean }) => row.group);
    expect(groups.map(({ name }: { name: string }) => name)).toEqual([
      'Europe',
      'North America',
      'Asia Pacific',
      'Internal tools',
    ]);
    for (const group of groups) {
      const members = components.filter((row: { group_id: string }) => row.group_id === group.id);
      expect(members.map(({ id }: { id: string }) => id)).toEqual(group.components);
    }
    expect(groups[0].status).toBe('under_maintenance');
    expect(new Set(components.map(({ id }: { id: string }) => id)).size).toBe(components.length);
  });

  test.each([
    ['none', 'All Systems Operational'],
    ['minor', 'Minor Service Outage'],
    ['major', 'Partial System Outage'],
    ['critical', 'Major System Outage'],
    ['maintenance', 'Service Under Maintenance'],
  ] as const)('the indicator %s comes with its words', (indicator, description) => {
    const { status } = body(samplePage({ indicator }), 'status.json');
    expect(status).toEqual({ indicator, description });
  });

  test('readers that do not know maintenance can be spared it', () => {
    const settings = { maintenance_indicator: 'none' } as const;
    const page = samplePage({ indicator: 'maintenance', settings });
    expect(body(page, 'status.json').status).toEqual({
      indicator: 'none',
      description: 'Service Under Maintenance',
    });
  });

  test('an incident has all fields of theirs', () => {
    const update = sampleUpdate('x', {
      silent: true,
      affected: [{ serviceId: 'svc_0', name: 'API', before: 'up', status: 'down' }],
    });
    const page = samplePage({ active: [sampleReport('1', { updates: [update] })] });
    expect(body(page, 'incidents/unresolved.json').incidents).toEqual([
      {
        id: 'rpt_1',
        name: 'Checkout is slow',
        status: 'identified',
        created_at: '2026-11-21T09:02:00.000Z',
        updated_at: '2026-11-21T09:52:00.000Z',
        monitoring_at: null,
        resolved_at: null,
        impact: 'minor',
        shortlink: 'https://hub.example/status/acme/reports/rpt_1',
        started_at: '2026-11-21T09:02:00.000Z',
        page_id: 'hub_acme',
        incident_updates: [
          {
            id: 'upd_x',
            status: 'investigating',
            body: 'We are looking into it.',
            incident_id: 'rpt_1',
            created_at: '2026-11-21T09:02:00.000Z',
            updated_at: '2026-11-21T09:02:00.000Z',
            display_at: '2026-11-21T09:02:00.000Z',
            affected_components: [
              {
                code: 'svc_0',
                name: 'API',
                old_status: 'operational',
                new_status: 'major_outage',
              },
            ],
            deliver_notifications: false,
            custom_tweet: null,
            tweet_id: null,
          },
        ],
        components: [expect.objectContaining({ id: 'svc_0', status: 'operational' })],
      },
    ]);
  });

  test('maintenances are listed by their phase', () => {
    const page = busyPage();
    const names = (path: string) =>
      body(page, path).scheduled_maintenances.map(({ status }: { status: string }) => status);
    expect(names('scheduled-maintenances/active.json')).toEqual(['in_progress']);
    expect(names('scheduled-maintenances/upcoming.json')).toEqual(['scheduled']);
    expect(names('scheduled-maintenances.json')).toEqual(['in_progress', 'scheduled', 'completed']);
    expect(body(page, 'incidents.json').incidents).toHaveLength(50);
  });
});

describe('feeds', () => {
  test('are read by a feed reader, with what happened', () => {
    const atom = parseFeed(renderAtom(busyPage(), 'en'));
    const rss = parseFeed(renderRss(busyPage(), 'de'));
    expect([atom.format, rss.format]).toEqual(['atom', 'rss']);
    if (atom.format !== 'atom' || rss.format !== 'rss') return;
    expect(atom.feed.entries).toHaveLength(50);
    expect(rss.feed.items).toHaveLength(50);
    const entry = atom.feed.entries?.find(({ id }) => id?.endsWith('/reports/rpt_a'));
    expect(entry?.title?.value).toBe('Identified: Checkout fails for card payments');
    expect(entry?.content?.value).toContain('<strong>It is being rolled back.</strong>');
    const item = rss.feed.items?.find(({ link }) => link?.endsWith('/reports/rpt_a'));
    expect(item?.title).toBe('Ursache gefunden: Checkout fails for card payments');
  });

  test.each(HOSTILE)('nothing breaks out of them: %j', (text) => {
    for (const xml of [renderAtom(pageWith(text), 'en'), renderRss(pageWith(text), 'en')]) {
      expect(xml).not.toContain('<![CDATA[');
      expect(xml).not.toMatch(/<(script|img)/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML does not have them
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800]/u);
      expect(xml.isWellFormed()).toBe(true);
      const parsed = parseFeed(xml);
      const count = parsed.format === 'atom' ? parsed.feed.entries : undefined;
      if (parsed.format === 'rss') expect(parsed.feed.items).toHaveLength(2);
      else expect(count).toHaveLength(2);
    }
  });
});

/** Properties of the first event of a calendar, as a calendar program reads them. */
function firstEvent(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  const events = calendar.getAllSubcomponents('vevent');
  return { count: events.length, event: new ICAL.Event(events[0]) };
}

describe('the calendar', () => {
  test('is read by a calendar program', () => {
    const { count, event } = firstEvent(renderCalendar(busyPage(), 'en'));
    expect(count).toBe(3);
    expect(event.summary).toBe('Database upgrade');
    expect(event.startDate.toJSDate().getTime()).toBe(SAMPLE_AT - 4 * DAY);
    expect(event.endDate.toJSDate().getTime()).toBe(SAMPLE_AT - 4 * DAY + 2 * HOUR);
    expect(event.uid).toBe('mnt_c@hub.example');
  });

  test.each(HOSTILE)('nothing breaks out of a line: %j', (text) => {
    const calendar = renderCalendar(pageWith(text), 'en');
    const { count, event } = firstEvent(calendar);
    expect(count).toBe(1);
    expect(event.component.getFirstPropertyValue('attach')).toBeNull();
    expect(calendar).not.toMatch(/^(ATTACH|BEGIN:VALARM)/m);
  });

  test('any text comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const calendar = renderCalendar(pageWith(`x${text}`), 'en');
        for (const line of calendar.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
        }
        expect(calendar.endsWith('END:VCALENDAR\r\n')).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are left out on purpose
        const kept = `x${text}`.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
        expect(firstEvent(calendar).event.summary).toBe(kept);
      }),
    );
  });
});

describe('HTML and SVG', () => {
  test.each(HOSTILE)('nothing breaks out of them: %j', (text) => {
    const page = pageWith(text, {
      settings: {
        description: text,
        home_url: `javascript:${text}`,
        support_url: 'data:text/html,<script>alert(1)</script>',
        logo_url: `data:image/png,${text}`,
        accent: `#12345"${text}`,
      },
    });
    const documents = [
      renderPage(page, { locale: 'en' }).html,
      renderEmbed(page, 'de').html,
      renderBadge(page, 'en'),
    ];
    for (const document of documents) {
      const tags = document.match(/<[a-z!/][^>]*>/gi) ?? [];
      for (const tag of tags) {
        const bare = tag.replace(/"[^"]*"/g, '""');
        expect(bare).not.toMatch(/^<(script|!--|!ENTITY)|\son\w+\s*=|[^=]""[^\s/>]/i);
      }
      expect(document).not.toMatch(/(href|src)="(javascript|data:text)/i);
    }
  });

  test('the badge says in words what its colour says', () => {
    const svg = renderBadge(samplePage({ indicator: 'critical' }), 'en');
    expect(svg).toContain('<title>Acme: down</title>');
    expect(svg).toContain('fill="#b3131b"');
    expect(renderBadge(samplePage(), 'de')).toContain('<title>Acme: in Betrieb</title>');
  });

  test('the snippet leads to the page and names what is going on', () => {
    const { html } = renderEmbed(samplePage({ active: [sampleReport('1')] }), 'en');
    expect(html).toContain('href="https://hub.example/status/acme" target="_blank"');
    expect(html).toContain('<bdi>Checkout is slow</bdi>');
  });
});
