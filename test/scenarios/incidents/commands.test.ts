import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgeIncident } from '../../../src/incidents/acknowledge-incident.ts';
import { commentIncident } from '../../../src/incidents/comment-incident.ts';
import { editIncident } from '../../../src/incidents/edit-incident.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { listTimeline } from '../../../src/incidents/list-timeline.ts';
import { openIncident } from '../../../src/incidents/open-incident.ts';
import { reopenIncident } from '../../../src/incidents/reopen-incident.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { unacknowledgeIncident } from '../../../src/incidents/unacknowledge-incident.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

describe('an incident', () => {
  test('goes from alert to acknowledged, resolved and reopened, telling each once', async () => {
    const { incidentId: id } = await room.opened();
    const acknowledged = await acknowledgeIncident(room.as('ann'), { id: id.toUpperCase() });
    expect(acknowledged).toMatchObject({ id, progress: 'acknowledged' });
    expect(acknowledged.responders).toMatchObject([{ id: 'usr_ann', assigned_at: null }]);

    await acknowledgeIncident(room.as('bob'), { id });
    await acknowledgeIncident(room.as('bob'), { id });
    const left = await unacknowledgeIncident(room.as('ann'), { id });
    expect(left).toMatchObject({ progress: 'acknowledged', responders: [{ id: 'usr_bob' }] });
    expect(await unacknowledgeIncident(room.as('bob'), { id })).toMatchObject({
      progress: 'triggered',
      acknowledged_at: null,
    });

    const resolved = await resolveIncident(room.as(), {
      id,
      root_cause: 'Logs\0',
      resolution: 'rm',
    });
    expect(resolved).toMatchObject({
      progress: 'closed',
      closed_by: 'person',
      closer: { id: 'usr_ann' },
      root_cause: 'Logs\uFFFD',
      resolution: 'rm',
      allowed_commands: ['reopen', 'comment', 'edit', 'run_action'],
      firing: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
    });
    const reopened = await reopenIncident(room.as(), { id, reason: 'Again' });
    expect(reopened).toMatchObject({ progress: 'triggered', closed_at: null, closer: null });
    expect(await getIncident(room.as('eve', { scope: 'viewer' }), { id })).toEqual(reopened);

    expect(await room.eventTypes(id)).toEqual([
      'i_new',
      'i_ack',
      'i_ack',
      'i_unack',
      'i_unack',
      'i_r_rc',
      'i_r_rsltn',
      'i_rslv',
      'i_reopen',
    ]);
  });

  test('stamps its events strictly ascending, also while the clock stands still', async () => {
    const { incidentId: id } = await room.opened();
    for (let turn = 0; turn < 3; turn++) await commentIncident(room.as(), { id, text: `${turn}` });
    const events = await room.events(id);
    const times = events.map((event) => event.event_at.getTime());
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    const snapshots = events.map((event) => event.snapshot);
    expect(snapshots.map((snapshot) => snapshot.seq)).toEqual([1, 2, 3, 4]);
    expect(snapshots.at(-1)).toMatchObject({
      id,
      updated_at: events.at(-1)?.event_at.toISOString(),
      service_id: null,
      integration_id: 'int_1',
      firing: { high: 1 },
    });
  });

  test('shows its timeline page by page, oldest first', async () => {
    const { incidentId: id } = await room.opened();
    await commentIncident(room.as(), { id, text: 'Looking' });
    await acknowledgeIncident(room.as(), { id });
    const first = await listTimeline(room.as(), { id, limit: 2 });
    expect(first.data).toMatchObject([
      { seq: 1, kind: 'opened', actor: { type: 'integration', name: 'Prometheus' } },
      { seq: 2, kind: 'commented', actor: { id: 'usr_ann' }, detail: { comment: 'Looking' } },
    ]);
    const rest = await listTimeline(room.as(), { id, cursor: first.next_cursor ?? '' });
    expect(rest.data.map((entry) => entry.kind)).toEqual(['acknowledged']);
    expect(rest.next_cursor).toBeNull();
    const foreign = Buffer.from('["x"]').toString('base64url');
    expect(await problemOf(() => listTimeline(room.as(), { id, cursor: foreign }))).toMatchObject({
      status: 400,
      code: 'invalid_cursor',
    });
  });

  test('takes edits of fields, one event for each that changes', async () => {
    const { incidentId: id } = await room.opened();
    const edited = await editIncident(room.as(), {
      id,
      title: ' Disk of db1 full ',
      severity: 'critical',
      impact: '',
    });
    expect(edited).toMatchObject({ title: 'Disk of db1 full', severity: 'critical', impact: '' });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_r_title', 'i_r_severity']);
  });

  test('opens by hand, with the service by name', async () => {
    const opened = await openIncident(room.as(), {
      title: 'Checkout is slow',
      service: 'web SHOP',
      labels: { team: 'shop' },
    });
    expect(opened).toMatchObject({
      progress: 'triggered',
      severity: 'medium',
      creator: { id: 'usr_ann' },
      service: { id: 'svc_web', name: 'Web shop' },
      labels: { team: 'shop' },
      alert_count: 0,
      url: `https://hub.example/incidents/${opened.id}`,
    });
    expect(await getIncident(room.as(), { id: opened.id })).toEqual(opened);
    expect(await room.eventTypes(opened.id)).toEqual(['i_new']);
    const unknown = openIncident(room.as(), { title: 'x', service: 'nope' });
    expect(await problemOf(unknown)).toMatchObject({ status: 422, pointers: ['/service'] });
  });

  test('leaves an audit row for what changed and none for a repeat', async () => {
    const { incidentId: id } = await room.opened();
    await acknowledgeIncident(room.as(), { id });
    await acknowledgeIncident(room.as(), { id });
    const rows = await room.store.db
      .selectFrom('audit_entries')
      .select(['action', 'after'])
      .where('target_id', '=', id)
      .execute();
    expect(rows).toEqual([
      { action: 'incident.acknowledged', after: { progress: 'acknowledged', seq: 2 } },
    ]);
  });
});

describe('a command is refused', () => {
  test('when the incident is closed, naming what is allowed', async () => {
    const { incidentId: id } = await room.opened();
    await resolveIncident(room.as(), { id });
    expect(await problemOf(acknowledgeIncident(room.as(), { id }))).toMatchObject({
      status: 409,
      code: 'incident_closed',
      extra: { allowed_commands: ['reopen', 'comment', 'edit', 'run_action'] },
    });
    await resolveIncident(room.as(), { id });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_rslv']);
  });

  test('when the incident was merged, naming where it went', async () => {
    const change = { progress: 'closed', mergedInto: 'inc_other' } as const;
    const { incidentId: id } = await room.opened({ change });
    expect(await problemOf(commentIncident(room.as(), { id, text: 'x' }))).toMatchObject({
      status: 409,
      code: 'incident_merged',
      extra: { allowed_commands: [], merged_into: 'inc_other' },
    });
  });

  test('when the incident is unknown or another tenant’s', async () => {
    const { incidentId: id } = await room.opened({ tenant: 'globex' });
    for (const unknown of [id, 'inc_nothing']) {
      expect(await problemOf(acknowledgeIncident(room.as(), { id: unknown }))).toMatchObject({
        status: 404,
        code: 'not_found',
      });
      expect(await problemOf(getIncident(room.as(), { id: unknown }))).toMatchObject({
        status: 404,
      });
    }
    expect(await room.eventTypes(id)).toEqual(['i_new']);
  });

  test('when the caller may only read', async () => {
    const { incidentId: id } = await room.opened();
    const viewer = room.as('eve', { scope: 'viewer' });
    expect(() => acknowledgeIncident(viewer, { id })).toThrow("scope 'responder'");
  });
});

describe('at the same time', () => {
  test('two people who resolve push one event', async () => {
    const { incidentId: id } = await room.opened();
    const people = ['ann', 'bob', 'cid', 'dan'];
    await Promise.all(people.map((name) => resolveIncident(room.as(name), { id })));
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_rslv']);
  });

  test('comments of many people all stay, numbered without gaps', async () => {
    const { incidentId: id } = await room.opened();
    const texts = Array.from({ length: 12 }, (_, number) => `comment ${number}`);
    await Promise.all(texts.map((text) => commentIncident(room.as(), { id, text })));
    const events = await room.events(id);
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 13 }, (_, n) => n + 1));
  });
});

describe('with an Idempotency-Key', () => {
  test('a repeated comment is one comment and gets the same reply', async () => {
    const { incidentId: id } = await room.opened();
    const ann = room.as('ann', { key: 'k1' });
    const first = await commentIncident(ann, { id, text: 'Once' });
    await commentIncident(room.as('bob'), { id, text: 'Between' });
    expect(await commentIncident(ann, { id, text: 'Once' })).toEqual(first);
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_comm', 'i_comm']);
    expect(await problemOf(commentIncident(ann, { id, text: 'Other' }))).toMatchObject({
      status: 409,
      code: 'idempotency_mismatch',
    });
  });

  test('opening by hand twice opens one incident', async () => {
    const ann = room.as('ann', { key: 'k2' });
    const [one, two] = await Promise.all([
      openIncident(ann, { title: 'Same' }),
      openIncident(ann, { title: 'Same' }),
    ]);
    expect(two).toEqual(one);
  });
});
