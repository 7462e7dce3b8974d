import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgeIncident } from '../../../src/incidents/acknowledge-incident.ts';
import { listIncidents } from '../../../src/incidents/list-incidents.ts';
import type { ListIncidentsQuery } from '../../../src/incidents/list-schemas.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
const names = new Map<string, string>();

const OPENED = [
  {
    title: 'Disk full',
    severity: 'high',
    serviceId: 'svc_web',
    labels: { host: 'db1', env: 'prod' },
  },
  { title: 'CPU 100% busy', severity: 'critical', labels: { host: 'db1', env: 'test' } },
  {
    title: 'Slow',
    severity: 'low',
    description: 'p99 of DISK reads',
    labels: { 'k8s.io/pod': 'a' },
  },
  { title: 'Closed one', severity: 'critical', change: { progress: 'closed', closedBy: 'person' } },
  { title: 'Flagged one', severity: 'info', change: { flaggedAt: 1_700_000_000_000 } },
  { title: 'under_score', severity: 'high' },
] as const;

beforeAll(async () => {
  room = await openIncidentRoom();
  for (const given of OPENED) {
    const state = await room.opened(given as object);
    names.set(state.incidentId, given.title);
    room.time.now += 1_000;
  }
  const snoozed = { snoozedUntil: room.time.now + 60_000, progress: 'acknowledged' } as const;
  const last = await room.opened({ title: 'Snoozed one', severity: 'medium', change: snoozed });
  names.set(last.incidentId, 'Snoozed one');
  await room.opened({ tenant: 'globex', title: 'Disk full elsewhere' });
});
afterAll(() => room.close());

async function titles(query: ListIncidentsQuery & Record<string, unknown> = {}) {
  const { data } = await listIncidents(room.as('eve', { scope: 'viewer' }), query);
  return data.map((row) => row.title);
}

describe('incidents are found', () => {
  const cases: [string, ListIncidentsQuery & Record<string, unknown>, string[]][] = [
    ['by progress', { progress: 'closed' }, ['Closed one']],
    ['by several', { progress: 'acknowledged,closed' }, ['Snoozed one', 'Closed one']],
    ['by severity', { severity: 'critical,info' }, ['Flagged one', 'Closed one', 'CPU 100% busy']],
    [
      'by open and severity',
      { progress: 'triggered,acknowledged', severity: 'critical' },
      ['CPU 100% busy'],
    ],
    ['by service id', { service: 'svc_web' }, ['Disk full']],
    ['by service name', { service: 'WEB shop' }, ['Disk full']],
    ['by text in title and description', { q: 'disk' }, ['Slow', 'Disk full']],
    ['by text that looks like a pattern', { q: '0%' }, ['CPU 100% busy']],
    ['by an underscore', { q: 'r_s' }, ['under_score']],
    ['by label', { 'label.host': 'db1' }, ['CPU 100% busy', 'Disk full']],
    ['by two labels', { 'label.host': 'db1', 'label.env': 'prod' }, ['Disk full']],
    ['by a label with dots', { 'label.k8s.io/pod': 'a' }, ['Slow']],
    ['by flag', { flagged: true }, ['Flagged one']],
    ['by snooze', { snoozed: true }, ['Snoozed one']],
    ['not for an unknown service', { service: 'nope' }, []],
    ['not for an unknown label', { 'label.host': 'none' }, []],
  ];
  test.each(cases)('%s', async (_, query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  test('without what does not hold', async () => {
    expect(await titles({ flagged: false })).toHaveLength(6);
    expect(await titles({ snoozed: false })).not.toContain('Snoozed one');
  });

  test('by when they were created', async () => {
    const { data } = await listIncidents(room.as(), { sort: 'oldest' });
    const [, second, third, fourth] = data;
    const between = { from: second?.created_at ?? '', to: fourth?.created_at ?? '' };
    expect(await titles(between)).toEqual([third?.title, second?.title]);
    expect(await problemOf(() => listIncidents(room.as(), { from: 'yesterday' }))).toMatchObject({
      status: 422,
      pointers: ['/from'],
    });
    expect(await problemOf(() => listIncidents(room.as(), { progress: 'open' }))).toMatchObject({
      status: 422,
      pointers: ['/progress'],
    });
  });
});

describe('the list', () => {
  const ORDER = {
    newest: [
      'Snoozed one',
      'under_score',
      'Flagged one',
      'Closed one',
      'Slow',
      'CPU 100% busy',
      'Disk full',
    ],
    severity: [
      'Closed one',
      'CPU 100% busy',
      'under_score',
      'Disk full',
      'Snoozed one',
      'Slow',
      'Flagged one',
    ],
  };

  test.each([1, 2, 3, 7, 50])('shows each incident once in pages of %i', async (limit) => {
    const expected = {
      newest: ORDER.newest,
      oldest: [...ORDER.newest].reverse(),
      severity: ORDER.severity,
      updated: ORDER.newest,
    };
    for (const sort of ['newest', 'oldest', 'severity', 'updated'] as const) {
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await listIncidents(room.as(), { sort, limit, ...(cursor && { cursor }) });
        seen.push(...page.data.map((row) => row.title));
        cursor = page.next_cursor;
      }
      expect([sort, seen]).toEqual([sort, expected[sort]]);
    }
  });

  test('has what a row needs and not the long texts', async () => {
    const { data } = await listIncidents(room.as(), { service: 'svc_web' });
    expect(data[0]).toMatchObject({
      service: { id: 'svc_web', name: 'Web shop' },
      allowed_commands: expect.arrayContaining(['acknowledge', 'merge', 'resolve', 'edit']),
      firing: { high: 1 },
    });
    expect(data[0]).not.toHaveProperty('description');
  });

  test('refuses the cursor of another sort', async () => {
    const { next_cursor } = await listIncidents(room.as(), { limit: 1 });
    const query = { sort: 'updated', cursor: next_cursor ?? '' } as const;
    expect(() => listIncidents(room.as(), query)).toThrow('cursor');
  });

  test('brings what was touched last to the top when sorted by update', async () => {
    const { data } = await listIncidents(room.as(), { q: 'Disk full' });
    room.time.now += 5_000;
    await acknowledgeIncident(room.as(), { id: data[0]?.id ?? '' });
    expect((await titles({ sort: 'updated' }))[0]).toBe('Disk full');
  });
});
