import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeSilentIncidents } from '../../../src/incidents/close-silent-incidents.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { listTimeline } from '../../../src/incidents/list-timeline.ts';
import { reopenIncident } from '../../../src/incidents/reopen-incident.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import { openStore } from '../../../src/store/connection.ts';
import { openIncidentRoom } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

const dueAt = async (id: string) => {
  const query = room.store.db.selectFrom('incidents').select(['silence_due_at', 'updated_at']);
  return query.where('incident_id', '=', id).executeTakeFirstOrThrow();
};

/** An alert of the incident repeats: only its own row knows. */
const hear = (id: string) =>
  room.store.db
    .updateTable('alerts')
    .set({ last_seen_at: new Date(room.time.now) })
    .where('incident_id', '=', id)
    .execute();

describe('the timer of silence', () => {
  test('closes what has been silent for its minutes, and empties the slot', async () => {
    const { incidentId: id } = await room.opened({ silenceMinutes: 10, groupKey: 'quiet' });
    const without = await room.opened();
    room.time.now += 10 * MINUTE - 1;
    expect(await closeSilentIncidents(room.as())).toBe(0);
    room.time.now += 1;
    expect(await closeSilentIncidents(room.as())).toBe(1);
    expect(await closeSilentIncidents(room.as())).toBe(0);
    expect(await getIncident(room.as(), { id })).toMatchObject({
      progress: 'closed',
      closed_by: 'timeout',
      closer: null,
      silence_minutes: 10,
      firing: { high: 1 },
      status: 'high',
    });
    expect(await room.slotHolder('quiet')).toBeNull();
    const [, event] = await room.events(id);
    expect(event).toMatchObject({ event_type: 'i_rslv', actor: { type: 'system' } });
    const { data } = await listTimeline(room.as(), { id });
    expect(data.at(-1)).toMatchObject({
      kind: 'resolved',
      detail: { from: 'timeout', minutes: 10 },
    });
    const open = await getIncident(room.as(), { id: without.incidentId });
    expect(open).toMatchObject({ progress: 'triggered', silence_minutes: 0 });
  });

  test('looks again later when an alert was heard, and tells nobody', async () => {
    const { incidentId: id, updatedAt } = await room.opened({ silenceMinutes: 10 });
    room.time.now += 7 * MINUTE;
    await hear(id);
    const heardAt = room.time.now;
    room.time.now += 3 * MINUTE;
    expect(await closeSilentIncidents(room.as())).toBe(0);
    expect(await dueAt(id)).toEqual({
      silence_due_at: new Date(heardAt + 10 * MINUTE),
      updated_at: new Date(updatedAt),
    });
    expect(await room.eventTypes(id)).toEqual(['i_new']);
    room.time.now = heardAt + 10 * MINUTE;
    expect(await closeSilentIncidents(room.as())).toBe(1);
  });

  test('gives a reopened incident its minutes again', async () => {
    const { incidentId: id } = await room.opened({ silenceMinutes: 10 });
    room.time.now += 10 * MINUTE;
    await closeSilentIncidents(room.as());
    room.time.now += MINUTE;
    await reopenIncident(room.as(), { id, reason: 'Still there' });
    room.time.now += 9 * MINUTE;
    expect(await closeSilentIncidents(room.as())).toBe(0);
    room.time.now += MINUTE;
    expect(await closeSilentIncidents(room.as())).toBe(1);
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_rslv', 'i_reopen', 'i_rslv']);
  });

  test('of two replicas closes each incident once', async () => {
    const states = await Promise.all(
      Array.from({ length: 110 }, (_, n) =>
        room.opened({ silenceMinutes: 1, ...(n % 2 && { groupKey: `silent${n}` }) }),
      ),
    );
    room.time.now += MINUTE;
    const other = openStore({ connection: room.store.connection });
    const clock = () => room.time.now;
    const counts = await Promise.all([
      closeSilentIncidents({ store: room.store, clock }),
      closeSilentIncidents({ store: other, clock }),
    ]);
    await other.close();
    expect(counts[0] + counts[1]).toBe(110);
    for (const { incidentId } of states) {
      expect(await room.eventTypes(incidentId)).toEqual(['i_new', 'i_rslv']);
    }
  });
});
