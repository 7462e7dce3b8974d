import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDueIncidents } from '../../../src/incidents/close-due-incidents.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { reopenIncident } from '../../../src/incidents/reopen-incident.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { openStore } from '../../../src/store/connection.ts';
import { openIncidentRoom } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

describe('the slot of a group', () => {
  test('is emptied by closing and taken back by reopening', async () => {
    const { incidentId: id } = await room.opened({ groupKey: 'a' });
    await resolveIncident(room.as(), { id });
    expect(await room.slotHolder('a')).toBeNull();
    await reopenIncident(room.as(), { id, reason: 'Not yet' });
    expect(await room.slotHolder('a')).toBe(id);
  });

  test('stays with a newer incident when the older one is closed or reopened', async () => {
    const older = await room.opened({ groupKey: 'b' });
    const newer = await room.opened({ groupKey: 'b' });
    await resolveIncident(room.as(), { id: older.incidentId });
    expect(await room.slotHolder('b')).toBe(newer.incidentId);
    await reopenIncident(room.as(), { id: older.incidentId, reason: 'Again' });
    expect(await room.slotHolder('b')).toBe(newer.incidentId);
  });
});

describe('the timer', () => {
  const recovered = (dueIn: number, groupKey?: string) =>
    room.opened({
      ...(groupKey && { groupKey }),
      change: { closeDueAt: room.time.now + dueIn, firingHigh: 0, status: 'ok' },
    });

  test('closes what is due and nothing else, emptying the slot', async () => {
    const due = await recovered(-1, 'c');
    const later = await recovered(60_000);
    const firing = await room.opened({ change: { closeDueAt: room.time.now - 1 } });
    expect(await closeDueIncidents(room.as())).toBe(1);
    expect(await getIncident(room.as(), { id: due.incidentId })).toMatchObject({
      progress: 'closed',
      closed_by: 'recovery',
      closer: null,
    });
    expect(await room.slotHolder('c')).toBeNull();
    for (const { incidentId: id } of [later, firing]) {
      expect(await getIncident(room.as(), { id })).toMatchObject({ progress: 'triggered' });
    }
    const [, event] = await room.events(due.incidentId);
    expect(event).toMatchObject({ event_type: 'i_rslv', actor: { type: 'system' } });
    expect(await closeDueIncidents(room.as())).toBe(0);
  });

  test('of two replicas closes each incident once', async () => {
    const states = await Promise.all(
      Array.from({ length: 120 }, (_, n) => recovered(-1 - n, n % 2 ? `due${n}` : undefined)),
    );
    const { connection } = room.store;
    const other = openStore({ connection });
    const clock = () => room.time.now;
    const counts = await Promise.all([
      closeDueIncidents({ store: room.store, clock }),
      closeDueIncidents({ store: other, clock }),
    ]);
    await other.close();
    expect(counts.reduce((sum, count) => sum + count)).toBe(120);
    for (const { incidentId } of states.slice(0, 20)) {
      expect(await room.eventTypes(incidentId)).toEqual(['i_new', 'i_rslv']);
    }
  });
});
