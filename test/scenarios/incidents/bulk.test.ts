import { afterAll, beforeAll, expect, test } from 'vitest';
import { bulkCommand } from '../../../src/incidents/bulk-command.ts';
import { openIncidentRoom } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

test('a bulk command does each incident on its own and says what became of each', async () => {
  const open = await room.opened();
  const closed = await room.opened({ change: { progress: 'closed', closedBy: 'recovery' } });
  const merged = await room.opened({ change: { progress: 'closed', mergedInto: 'inc_1' } });
  const foreign = await room.opened({ tenant: 'globex' });
  const ids = [open, closed, merged, foreign].map((state) => state.incidentId);
  const incidents = [...ids, open.incidentId.toUpperCase()].reverse();
  const { data } = await bulkCommand(room.as(), { incidents, command: { type: 'acknowledge' } });
  expect(data).toEqual([
    { id: open.incidentId, ok: true, progress: 'acknowledged' },
    {
      id: closed.incidentId,
      ok: false,
      error: {
        code: 'incident_closed',
        detail: "The incident is closed; 'acknowledge' needs an open one.",
        allowed_commands: ['reopen', 'comment', 'edit', 'run_action'],
      },
    },
    {
      id: merged.incidentId,
      ok: false,
      error: {
        code: 'incident_merged',
        detail: 'The incident was merged into inc_1 and is read-only.',
        allowed_commands: [],
        merged_into: 'inc_1',
      },
    },
    {
      id: foreign.incidentId,
      ok: false,
      error: { code: 'not_found', detail: 'The incident was not found.' },
    },
  ]);
});

test('bulk commands over the same incidents in other orders do not block each other', async () => {
  const states = await Promise.all(
    Array.from({ length: 12 }, (_, number) => room.opened({ groupKey: `bulk${number}` })),
  );
  const incidents = states.map((state) => state.incidentId);
  const command = { type: 'resolve' } as const;
  await Promise.all([
    bulkCommand(room.as('ann'), { incidents, command }),
    bulkCommand(room.as('bob'), { incidents: [...incidents].reverse(), command }),
  ]);
  for (const id of incidents) expect(await room.eventTypes(id)).toEqual(['i_new', 'i_rslv']);
});

test('a bulk comment repeated with its key comments once', async () => {
  const { incidentId } = await room.opened();
  const request = { incidents: [incidentId], command: { type: 'comment', text: 'Hi' } } as const;
  await bulkCommand(room.as('ann', { key: 'b1' }), request);
  await bulkCommand(room.as('ann', { key: 'b1' }), request);
  expect(await room.eventTypes(incidentId)).toEqual(['i_new', 'i_comm']);
});
