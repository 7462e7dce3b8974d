import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mergeIncidents } from '../../../src/incidents/merge-incidents.ts';
import { reopenIncident } from '../../../src/incidents/reopen-incident.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import {
  type GivenRule,
  type IntakeRoom,
  openIntakeRoom,
  unsoundIncidents,
} from '../intake/intake-room.ts';

const RULES: readonly GivenRule[] = [
  {
    id: 'grouped',
    condition: '"group" in labels',
    actions: { group_by: ['labels.group'], window: null, on_recovery: 'close' },
  },
];

let room: IntakeRoom;
beforeAll(async () => {
  room = await openIntakeRoom({ rules: RULES });
});
afterAll(async () => {
  const unsound = room && (await unsoundIncidents(room.rig));
  const faults = room?.rig.faults;
  await room?.rig.close();
  expect(unsound).toEqual([]);
  expect(faults).toEqual([]);
});

/** Fires an alert of a group; its incident and what was done. */
async function fire(id: string, group: string, given: object = {}) {
  const [fired] = await room.fire({ external_id: id, labels: { group }, ...given });
  if (!fired?.incident_id) throw new Error('There is no incident.');
  return { ...fired, incident: fired.incident_id };
}

const merge = (id: string, ...sources: readonly string[]) =>
  mergeIncidents(room.as('ten_default'), { id, sources: [...sources] });

async function slotOf(incidentId: string) {
  const { group_key } = await room.incident(incidentId);
  const slots = await room.slots('grouped');
  return slots.find((slot) => slot.group_key === group_key)?.incident_id;
}

describe('after a merge', () => {
  test('what comes to a source’s group joins the target, and repeats stay there', async () => {
    const { incident: target } = await fire('t1', 'target-1');
    const { incident: source } = await fire('a1', 'source-1');
    await fire('a2', 'source-1');
    await merge(target, source);
    expect(await slotOf(source)).toBe(target);
    const later = await fire('a3', 'source-1');
    expect(later).toMatchObject({ action: 'joined', incident: target });
    expect(await fire('a1', 'source-1')).toMatchObject({ action: 'repeated', incident: target });
    expect(await fire('a1', 'source-1', { severity: 'critical' })).toMatchObject({
      action: 'changed',
      incident: target,
    });
    expect(await room.incident(target)).toMatchObject({ alert_count: 4, firing_critical: 1 });
    expect(await room.incident(source)).toMatchObject({ alert_count: 2, progress: 'closed' });
    expect(await room.kinds(source)).toEqual(['opened', 'alert_joined', 'resolved']);
  });

  test('the target recovers with the last of all alerts', async () => {
    const { incident: target } = await fire('t2', 'target-2');
    const { incident: source } = await fire('b1', 'source-2');
    await merge(target, source);
    await room.fire({ external_id: 't2', status: 'resolved' });
    expect(await room.incident(target)).toMatchObject({ progress: 'triggered' });
    await room.fire({ external_id: 'b1', status: 'resolved' });
    expect(await room.incident(target)).toMatchObject({ progress: 'closed', status: 'ok' });
    expect(await fire('b1', 'source-2')).toMatchObject({ action: 'reopened', incident: target });
  });

  test('a closed target no longer takes a source’s group; the next alert opens another', async () => {
    const { incident: target } = await fire('t3', 'target-3');
    const { incident: source } = await fire('c1', 'source-3');
    await merge(target, source);
    await room.close(target);
    const next = await fire('c2', 'source-3');
    expect(next.action).toBe('opened');
    await reopenIncident(room.as('ten_default'), { id: target, reason: 'Again' });
    expect(await slotOf(source)).toBe(next.incident);
    expect(await fire('c3', 'source-3')).toMatchObject({ incident: next.incident });
    room.pass(11 * MINUTE);
  });

  test('of a merged target, the group follows through both', async () => {
    const { incident: first } = await fire('d1', 'source-4');
    const { incident: second } = await fire('d2', 'target-4');
    const { incident: last } = await fire('d3', 'target-5');
    await merge(second, first);
    await merge(last, second);
    expect(await fire('d4', 'source-4')).toMatchObject({ action: 'joined', incident: last });
    expect(await fire('d1', 'source-4', { severity: 'critical' })).toMatchObject({
      incident: last,
    });
    expect(await room.incident(last)).toMatchObject({ alert_count: 4 });
  });

  test('an alert that still points to the source is counted at the target', async () => {
    const { incident: target } = await fire('e1', 'target-6');
    const { incident: source, alert_id } = await fire('e2', 'source-6');
    await merge(target, source);
    await room.rig.store.db
      .updateTable('alerts')
      .set({ incident_id: source })
      .where('alert_id', '=', alert_id)
      .execute();
    expect(await fire('e2', 'source-6', { severity: 'critical' })).toMatchObject({
      incident: target,
    });
    await room.fire({ external_id: 'e2', status: 'resolved' });
    expect(await room.incident(target)).toMatchObject({
      firing_critical: 0,
      firing_medium: 1,
      progress: 'triggered',
    });
  });
});

describe('while alerts storm in', () => {
  test('none is lost, doubled or left in a source', async () => {
    for (let round = 0; round < 4; round++) {
      const group = (name: string) => `${name}-${round}`;
      const { incident: target } = await fire(group('t'), group('storm-target'));
      const { incident: one } = await fire(group('s1'), group('storm-one'));
      const { incident: two } = await fire(group('s2'), group('storm-two'));
      const storm = Array.from({ length: 60 }, (_, n) =>
        fire(`${group('x')}-${n % 40}`, group(n % 2 ? 'storm-one' : 'storm-two'), {
          severity: n % 3 ? 'warning' : 'critical',
        }),
      );
      const [merged] = await Promise.all([merge(target, two, one), ...storm]);
      expect(merged.progress).toBe('triggered');
      const { rows } = await room.rig.store.pool.query(
        'select count(*)::int as count from alerts where incident_id = any($1)',
        [[one, two]],
      );
      expect(rows).toEqual([{ count: 0 }]);
      expect(await room.incident(target)).toMatchObject({ alert_count: 43 });
      expect(await unsoundIncidents(room.rig)).toEqual([]);
    }
  });
});

describe('webhooks that listen to alerts', () => {
  test('are told of each alert that went to another incident', async () => {
    const { incident: target } = await fire('w1', 'target-7');
    const { incident: source, alert_id } = await fire('w2', 'source-7');
    const settings = { timeout_ms: 5_000, max_in_flight: 1, max_attempts: 1, retry_delays: '[]' };
    await room.rig.store.db
      .insertInto('webhooks')
      .values({
        tenant_id: 'ten_default',
        webhook_id: 'whk_1',
        kind: 'webhook',
        name: 'Listener',
        url: 'https://receiver.example',
        event_types: ['a_merge'],
        ordering: 'strict',
        ...settings,
      })
      .execute();
    const { title } = await merge(target, source);
    const told = await room.rig.store.db.selectFrom('alert_outbox').selectAll().execute();
    expect(told).toMatchObject([
      {
        alert_id,
        event_type: 'a_merge',
        actor: { type: 'person', name: 'Ann' },
        snapshot: { id: alert_id, incident: { id: target, title } },
      },
    ]);
  });
});
