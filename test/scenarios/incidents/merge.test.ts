import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commentIncident } from '../../../src/incidents/comment-incident.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { listIncidentAlerts } from '../../../src/incidents/list-incident-alerts.ts';
import { mergeIncidents } from '../../../src/incidents/merge-incidents.ts';
import { reopenIncident } from '../../../src/incidents/reopen-incident.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

describe('a merge', () => {
  test('moves the alerts, closes the sources and tells everybody in order', async () => {
    const target = await room.opened({ title: 'Shop down', severity: 'low' });
    const disk = await room.opened({ title: 'Disk full', severity: 'critical', groupKey: 'm1' });
    const cpu = await room.opened({ title: 'CPU busy', severity: 'info' });
    const [id, a, b] = [target, disk, cpu].map((state) => state.incidentId) as [
      string,
      string,
      string,
    ];
    const merged = await mergeIncidents(room.as('ann'), {
      id: id.toUpperCase(),
      sources: [b, a.toUpperCase(), id, b],
      title: ' Outage of the shop ',
      comment: 'One cause\0',
    });
    expect(merged).toMatchObject({
      id,
      title: 'Outage of the shop',
      severity: 'critical',
      status: 'critical',
      alert_count: 3,
      firing: { critical: 1, low: 1, info: 1 },
      responders: [],
    });
    expect(await getIncident(room.as(), { id })).toEqual(merged);
    const types = ['i_new', 'i_merge', 'i_r_severity', 'i_r_title', 'i_comm'];
    expect(await room.eventTypes(id)).toEqual(types);

    for (const source of [a, b]) {
      expect(await getIncident(room.as(), { id: source })).toMatchObject({
        progress: 'closed',
        closed_by: 'merge',
        closer: null,
        merged_into: id,
        status: 'ok',
        alert_count: 1,
        allowed_commands: [],
      });
      const [, event] = await room.events(source);
      expect(event).toMatchObject({
        event_type: 'i_rslv',
        actor: { type: 'person', id: 'usr_ann' },
        snapshot: { merged_into: id, progress: 'closed' },
      });
      const { data } = await listIncidentAlerts(room.as(), { id: source });
      expect(data).toMatchObject([{ incident_id: id, status: 'firing' }]);
    }
    const { data } = await listIncidentAlerts(room.as(), { id });
    expect(data.map((alert) => alert.title).sort()).toEqual(['CPU busy', 'Disk full', 'Shop down']);
    expect(await room.slotHolder('m1')).toBe(id);
  });

  test('leaves one audit row, naming the sources', async () => {
    const { incidentId: id } = await room.opened();
    const { incidentId: source } = await room.opened();
    await mergeIncidents(room.as(), { id, sources: [source] });
    const rows = await room.store.db
      .selectFrom('audit_entries')
      .select(['action', 'target_id', 'after'])
      .where('target_id', 'in', [id, source])
      .execute();
    expect(rows).toMatchObject([
      { action: 'incident.merged', target_id: id, after: { sources: [source] } },
    ]);
  });

  test('keeps the slot of a group that a newer incident has', async () => {
    const source = await room.opened({ groupKey: 'm2' });
    const newer = await room.opened({ groupKey: 'm2' });
    const target = await room.opened();
    await mergeIncidents(room.as(), { id: target.incidentId, sources: [source.incidentId] });
    expect(await room.slotHolder('m2')).toBe(newer.incidentId);
  });

  test('tells storms by the tenant’s thresholds', async () => {
    const settings = JSON.stringify({ storm_thresholds: [3, 5, 90] });
    await room.store.db
      .updateTable('tenants')
      .set({ settings })
      .where('tenant_id', '=', 'ten_globex')
      .execute();
    const eve = room.as('eve', { tenant: 'globex' });
    const { incidentId: id } = await room.opened({ tenant: 'globex' });
    const source = await room.opened({ tenant: 'globex', change: { alertCount: 6 } });
    const merged = await mergeIncidents(eve, { id, sources: [source.incidentId] });
    expect(merged).toMatchObject({ alert_count: 7, storm_level: 2 });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_merge', 'i_storm', 'i_storm']);
  });

  test('repeated, with a key or without, is one merge', async () => {
    const { incidentId: id } = await room.opened();
    const { incidentId: source } = await room.opened();
    const input = { id, sources: [source], comment: 'Same thing' };
    const keyed = room.as('ann', { key: 'merge-1' });
    const first = await mergeIncidents(keyed, input);
    expect(await mergeIncidents(keyed, input)).toEqual(first);
    expect(await mergeIncidents(room.as('bob'), input)).toEqual(first);
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_merge', 'i_comm']);
    expect(await room.eventTypes(source)).toEqual(['i_new', 'i_rslv']);
  });

  test('by several people at once happens once', async () => {
    const { incidentId: id } = await room.opened();
    const sources = [(await room.opened()).incidentId, (await room.opened()).incidentId];
    const people = ['ann', 'bob', 'cid'];
    await Promise.all(people.map((who) => mergeIncidents(room.as(who), { id, sources })));
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_merge']);
    for (const source of sources) {
      expect(await room.eventTypes(source)).toEqual(['i_new', 'i_rslv']);
    }
  });

  test('of two into each other at once: one wins, the other is told where it went', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await room.opened(), await room.opened()].map(
        (state) => state.incidentId,
      ) as [string, string];
      const results = await Promise.allSettled([
        mergeIncidents(room.as('ann'), { id: a, sources: [b] }),
        mergeIncidents(room.as('bob'), { id: b, sources: [a] }),
      ]);
      const [won, lost] = results[0].status === 'fulfilled' ? [a, b] : [b, a];
      const refused = results.find((result) => result.status === 'rejected');
      expect(refused?.reason).toMatchObject({ status: 409, extra: { merged_into: won } });
      expect(await getIncident(room.as(), { id: lost })).toMatchObject({ merged_into: won });
      expect(await getIncident(room.as(), { id: won })).toMatchObject({ alert_count: 2 });
    }
  });
});

describe('a merged incident', () => {
  test('is read-only for good, and says where it went', async () => {
    const { incidentId: id } = await room.opened();
    const { incidentId: source } = await room.opened();
    await mergeIncidents(room.as(), { id, sources: [source] });
    const calls = [
      () => reopenIncident(room.as(), { id: source, reason: 'No' }),
      () => commentIncident(room.as(), { id: source, text: 'Hm' }),
      () => mergeIncidents(room.as(), { id: source, sources: [id] }),
    ];
    for (const call of calls) {
      expect(await problemOf(call)).toMatchObject({
        status: 409,
        code: 'incident_merged',
        extra: { merged_into: id, allowed_commands: [] },
      });
    }
    expect(await room.eventTypes(source)).toEqual(['i_new', 'i_rslv']);
  });
});

describe('a merge is refused and changes nothing', () => {
  test('when a source is unknown or another tenant’s, naming it', async () => {
    const { incidentId: id } = await room.opened();
    const { incidentId: known } = await room.opened();
    const { incidentId: foreign } = await room.opened({ tenant: 'globex' });
    const sources = [known, 'inc_nothing', foreign];
    expect(await problemOf(mergeIncidents(room.as(), { id, sources }))).toMatchObject({
      status: 422,
      pointers: ['/sources/1', '/sources/2'],
    });
    expect(await problemOf(mergeIncidents(room.as(), { id, sources: [id] }))).toMatchObject({
      status: 422,
      pointers: ['/sources'],
    });
    expect(
      await problemOf(mergeIncidents(room.as(), { id: foreign, sources: [known] })),
    ).toMatchObject({ status: 404 });
    for (const one of [id, known, foreign]) expect(await room.eventTypes(one)).toEqual(['i_new']);
  });

  test('when the target or a source is closed, or a source was merged elsewhere', async () => {
    const { incidentId: id } = await room.opened();
    const { incidentId: other } = await room.opened();
    const { incidentId: closed } = await room.opened();
    const { incidentId: gone } = await room.opened();
    await resolveIncident(room.as(), { id: closed });
    await mergeIncidents(room.as(), { id: other, sources: [gone] });
    expect(await problemOf(mergeIncidents(room.as(), { id: closed, sources: [id] }))).toMatchObject(
      { code: 'incident_closed' },
    );
    expect(
      await problemOf(mergeIncidents(room.as(), { id, sources: [other, closed] })),
    ).toMatchObject({ status: 409, code: 'source_closed', extra: { source: closed } });
    expect(await problemOf(mergeIncidents(room.as(), { id, sources: [gone] }))).toMatchObject({
      status: 409,
      code: 'source_merged',
      extra: { source: gone, merged_into: other },
    });
    expect(await room.eventTypes(id)).toEqual(['i_new']);
  });

  test('when there would be too many alerts', async () => {
    const { incidentId: id } = await room.opened({ change: { alertCount: 4_000 } });
    const { incidentId: source } = await room.opened({ change: { alertCount: 1_001 } });
    expect(await problemOf(mergeIncidents(room.as(), { id, sources: [source] }))).toMatchObject({
      status: 409,
      code: 'too_many_alerts',
    });
    expect(await room.eventTypes(source)).toEqual(['i_new']);
  });

  test('when the caller may only read', async () => {
    const viewer = room.as('eve', { scope: 'viewer' });
    expect(() => mergeIncidents(viewer, { id: 'inc_1', sources: ['inc_2'] })).toThrow(
      "scope 'responder'",
    );
  });
});
