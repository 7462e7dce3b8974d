import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgeIncident } from '../../../src/incidents/acknowledge-incident.ts';
import { bulkCommand } from '../../../src/incidents/bulk-command.ts';
import { snoozeCommand } from '../../../src/incidents/commands.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { listIncidents } from '../../../src/incidents/list-incidents.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { snoozeIncident } from '../../../src/incidents/snooze-incident.ts';
import { wakeDueIncidents } from '../../../src/incidents/wake-due-incidents.ts';
import { wakeIncident } from '../../../src/incidents/wake-incident.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { openStore } from '../../../src/store/connection.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

const text = (at: number) => new Date(at).toISOString();

describe('a snooze', () => {
  test('lasts from now for its minutes, is replaced by the next and ended by waking', async () => {
    const { incidentId: id } = await room.opened();
    const first = await snoozeIncident(room.as(), { id, minutes: 10_080 });
    expect(first.snoozed_until).toBe(text(room.time.now + 7 * 24 * 60 * MINUTE));
    const { data } = await listIncidents(room.as(), { snoozed: true });
    expect(data.map((row) => row.id)).toEqual([id]);
    const second = await snoozeIncident(room.as('bob'), { id, minutes: 1 });
    expect(second.snoozed_until).toBe(text(room.time.now + MINUTE));
    await acknowledgeIncident(room.as('bob'), { id });
    const awake = await wakeIncident(room.as('bob'), { id });
    expect(awake).toMatchObject({ snoozed_until: null, progress: 'acknowledged' });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_snooze', 'i_snooze', 'i_ack', 'i_wake']);
    const [, snoozed] = await room.events(id);
    expect(snoozed?.snapshot).toMatchObject({ snoozed_until: first.snoozed_until });
  });

  test('by several people in one moment pushes one event, and waking by several one', async () => {
    const { incidentId: id } = await room.opened();
    const people = ['ann', 'bob', 'cid'];
    await Promise.all(people.map((who) => snoozeIncident(room.as(who), { id, minutes: 5 })));
    await Promise.all(people.map((who) => wakeIncident(room.as(who), { id })));
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_snooze', 'i_wake']);
  });

  test('is refused on a closed incident, a merged one, and one that is not there', async () => {
    const { incidentId: id } = await room.opened();
    await snoozeIncident(room.as(), { id, minutes: 5 });
    expect(await resolveIncident(room.as(), { id })).toMatchObject({ snoozed_until: null });
    expect(await problemOf(snoozeIncident(room.as(), { id, minutes: 5 }))).toMatchObject({
      code: 'incident_closed',
    });
    expect(await problemOf(wakeIncident(room.as(), { id }))).toMatchObject({
      code: 'incident_closed',
    });
    const merged = await room.opened({ change: { progress: 'closed', mergedInto: 'inc_1' } });
    expect(await problemOf(wakeIncident(room.as(), { id: merged.incidentId }))).toMatchObject({
      code: 'incident_merged',
      extra: { merged_into: 'inc_1' },
    });
    const foreign = await room.opened({ tenant: 'globex' });
    expect(
      await problemOf(snoozeIncident(room.as(), { id: foreign.incidentId, minutes: 5 })),
    ).toMatchObject({ status: 404 });
  });

  test('with an Idempotency-Key is not prolonged by a repeat', async () => {
    const { incidentId: id } = await room.opened();
    const ann = room.as('ann', { key: 'snooze-1' });
    const first = await snoozeIncident(ann, { id, minutes: 5 });
    room.time.now += MINUTE;
    expect(await snoozeIncident(ann, { id, minutes: 5 })).toEqual(first);
    expect((await getIncident(ann, { id })).snoozed_until).toBe(first.snoozed_until);
  });

  test('of many incidents leaves out the closed ones', async () => {
    const open = await room.opened();
    const closed = await room.opened({ change: { progress: 'closed', closedBy: 'recovery' } });
    const incidents = [open.incidentId, closed.incidentId];
    const results = [
      await bulkCommand(room.as(), { incidents, command: snoozeCommand({ minutes: 5 }) }),
      await bulkCommand(room.as(), { incidents, command: { type: 'wake' } }),
    ];
    for (const { data } of results) {
      expect(data).toMatchObject([{ ok: true }, { ok: false, error: { code: 'incident_closed' } }]);
    }
    expect(await room.eventTypes(open.incidentId)).toEqual(['i_new', 'i_snooze', 'i_wake']);
  });
});

describe('the timer', () => {
  test('wakes what is due, once and without a person, and nothing else', async () => {
    const due = await room.opened();
    const later = await room.opened();
    await snoozeIncident(room.as(), { id: due.incidentId, minutes: 5 });
    await snoozeIncident(room.as(), { id: later.incidentId, minutes: 6 });
    room.time.now += 5 * MINUTE - 1;
    await wakeDueIncidents(room.as());
    expect(await room.eventTypes(due.incidentId)).toEqual(['i_new', 'i_snooze']);
    room.time.now += 1;
    expect(await wakeDueIncidents(room.as())).toBe(1);
    expect(await wakeDueIncidents(room.as())).toBe(0);
    const events = await room.events(due.incidentId);
    expect(events.at(-1)).toMatchObject({
      event_type: 'i_wake',
      actor: { type: 'system' },
      snapshot: { snoozed_until: null, progress: 'triggered' },
    });
    const { snoozed_until } = await getIncident(room.as(), { id: later.incidentId });
    expect(snoozed_until).not.toBeNull();
    expect(await wakeIncident(room.as(), { id: due.incidentId })).toMatchObject({
      snoozed_until: null,
    });
    expect(await room.eventTypes(due.incidentId)).toHaveLength(3);
  });

  test('of two replicas wakes each incident once, also while people wake it', async () => {
    const states = await Promise.all(
      Array.from({ length: 110 }, (_, n) =>
        room.opened({ change: { snoozedUntil: room.time.now - n } }),
      ),
    );
    const other = openStore({ connection: room.store.connection });
    const clock = () => room.time.now;
    const [first, second] = await Promise.all([
      wakeDueIncidents({ store: room.store, clock }),
      wakeDueIncidents({ store: other, clock }),
      ...states.slice(0, 5).map((state) => wakeIncident(room.as(), { id: state.incidentId })),
    ]);
    await other.close();
    expect(first + second).toBeGreaterThanOrEqual(105);
    for (const { incidentId } of states) {
      expect(await room.eventTypes(incidentId)).toEqual(['i_new', 'i_wake']);
    }
  });
});
