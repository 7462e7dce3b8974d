import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAlerts } from '../../../src/incidents/list-alerts.ts';
import { listIncidents } from '../../../src/incidents/list-incidents.ts';
import type { ListIncidentsQuery } from '../../../src/incidents/list-schemas.ts';
import { openIncidentRoom } from './incident-room.ts';

// More rows than a request looks at, so that lists pause and go on.

const ROWS = 33_000;

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
  await room.store.pool.query(
    `insert into incidents (tenant_id, incident_id, progress, status, severity, title, description,
       service_id, labels, on_recovery, started_at, last_at, created_at, updated_at, seq,
       last_event_at)
     select 'ten_acme', 'inc_01' || lpad(n::text, 24, '0'), 'triggered', 'ok',
       (array['critical','high','medium','low','info'])[1 + n % 5],
       case when n % 4000 = 5 then 'Needle ' || n else 'Hay' end, '', 'svc_web',
       jsonb_build_object('n', n % 4000), 'flag', at, at, at, at, 1, at
     from generate_series(1, $1::int) n, lateral (select now() + n * interval '1 ms' as at) a`,
    [ROWS],
  );
  await room.store.pool.query(
    `insert into alerts (tenant_id, alert_id, integration_id, dedup_key, status, severity, title,
       description, labels, annotations, links, first_seen_at, last_seen_at, event_count,
       event_kept_at)
     select 'ten_acme', 'alt_' || n, 'int_1', n::text, 'firing', 'low',
       case when n % 4000 = 5 then 'Needle ' || n else 'Hay' end, '', '{}', '{}', '[]', at, at, 1, at
     from generate_series(1, $1::int) n, lateral (select now() + n / 10 * interval '1 ms' as at) a`,
    [ROWS],
  );
  await room.store.pool.query('analyze');
});
afterAll(() => room.close());

interface Listed {
  readonly data: readonly { readonly title: string; readonly id: string }[];
  readonly next_cursor: string | null;
}

/** All pages of a list, one after the other. */
async function follow(page: (cursor: { cursor?: string }) => Promise<Listed>) {
  const found: string[] = [];
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null; pages++) {
    const { data, next_cursor } = await page(cursor === undefined ? {} : { cursor });
    found.push(...data.map(({ id }) => id));
    cursor = next_cursor;
  }
  return { found, pages };
}

const incidents = (query: ListIncidentsQuery & Record<string, unknown>) =>
  follow((cursor) => listIncidents(room.as(), { ...query, ...cursor }));

const NEEDLES = Math.floor((ROWS - 5) / 4_000) + 1;

test.each(['newest', 'oldest', 'updated', 'severity'] as const)(
  'what is seldom is found completely, %s first, page after page',
  async (sort) => {
    const { found, pages } = await incidents({ q: 'needle', sort, limit: 2 });
    expect(found).toHaveLength(NEEDLES);
    expect(new Set(found).size).toBe(NEEDLES);
    expect(pages).toBeGreaterThan(5);
    const ascending = found.toSorted();
    if (sort === 'oldest') expect(found).toEqual(ascending);
    if (sort === 'newest' || sort === 'updated') expect(found).toEqual(ascending.toReversed());
  },
);

test('a search for what is not there pauses with a cursor, and ends', async () => {
  const first = await listIncidents(room.as(), { q: 'nowhere' });
  expect(first.data).toEqual([]);
  expect(first.next_cursor).not.toBeNull();
  const query = { progress: 'triggered,acknowledged', 'label.n': 'none' };
  expect(await incidents(query)).toEqual({ found: [], pages: 3 });
  expect((await incidents({ ...query, sort: 'severity' })).found).toEqual([]);
});

test('what an index finds needs no pause', async () => {
  expect(await incidents({ progress: 'acknowledged' })).toEqual({ found: [], pages: 1 });
  expect(await incidents({ flagged: true })).toEqual({ found: [], pages: 1 });
  expect(await incidents({ snoozed: true })).toEqual({ found: [], pages: 1 });
  expect(await incidents({ progress: 'closed' })).toEqual({ found: [], pages: 1 });
  const query = { progress: 'triggered,acknowledged', severity: 'info', limit: 1 } as const;
  expect((await listIncidents(room.as(), query)).data).toHaveLength(1);
});

test('alerts are found in the same way, also those of the same millisecond', async () => {
  const page = (cursor: { cursor?: string }) =>
    listAlerts(room.as(), { q: 'needle', limit: 2, ...cursor });
  const { found, pages } = await follow(page);
  expect(new Set(found).size).toBe(NEEDLES);
  expect(found).toHaveLength(NEEDLES);
  expect(pages).toBeGreaterThan(5);
});
