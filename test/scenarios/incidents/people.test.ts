import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acknowledgeIncident } from '../../../src/incidents/acknowledge-incident.ts';
import { addResponders } from '../../../src/incidents/add-responders.ts';
import { assignIncident } from '../../../src/incidents/assign-incident.ts';
import { bulkCommand } from '../../../src/incidents/bulk-command.ts';
import { addRespondersCommand, assignCommand } from '../../../src/incidents/commands.ts';
import { getIncident } from '../../../src/incidents/get-incident.ts';
import { openIncident } from '../../../src/incidents/open-incident.ts';
import { resolveIncident } from '../../../src/incidents/resolve-incident.ts';
import { openIncidentRoom, problemOf } from './incident-room.ts';

let room: Awaited<ReturnType<typeof openIncidentRoom>>;
beforeAll(async () => {
  room = await openIncidentRoom();
});
afterAll(() => room.close());

const idsOf = (incident: { readonly responders: readonly { readonly id: string }[] }) =>
  incident.responders.map(({ id }) => id);

describe('assigning', () => {
  test('replaces the responders with members named by id or e-mail', async () => {
    const { incidentId: id } = await room.opened({ responders: ['cid'] });
    const people = ['usr_ann', ' BOB@acme.example', 'ann@ACME.example'];
    const assigned = await assignIncident(room.as('ann'), { id: id.toUpperCase(), people });
    expect(assigned.responders).toMatchObject([
      { id: 'usr_ann', email: 'ann@acme.example', acknowledged_at: null },
      { id: 'usr_bob', person_id: 3, name: 'bob' },
    ]);
    const { id: assignment } = assigned.assignment ?? {};
    const at = new Date(room.time.now).toISOString();
    expect(assigned.assignment).toEqual({ id: assignment, type: 'reassign', assigned_at: at });
    expect(assignment).toMatch(/^asg_[0-9a-z]{26}_3$/);
    expect(await getIncident(room.as(), { id })).toEqual(assigned);

    const [, first, second] = await room.events(id);
    expect(first).toMatchObject({ event_type: 'i_assign', actor: { type: 'system' } });
    expect(second).toMatchObject({
      event_type: 'i_assign',
      actor: { id: 'usr_ann' },
      snapshot: {
        assignment: { id: assignment, type: 'reassign', assigned_at: room.time.now },
        silence_minutes: 0,
        responders: [{ id: 'usr_ann' }, { id: 'usr_bob' }],
      },
    });
    const audited = await room.store.db
      .selectFrom('audit_entries')
      .select('action')
      .where('target_id', '=', id)
      .execute();
    expect(audited).toEqual([{ action: 'incident.assigned' }]);
  });

  test('takes the acknowledgements of those removed away, and triggers again', async () => {
    const { incidentId: id } = await room.opened({ responders: ['ann', 'bob'] });
    await acknowledgeIncident(room.as('ann'), { id });
    const kept = await assignIncident(room.as('bob'), { id, people: ['usr_cid', 'usr_ann'] });
    expect(kept).toMatchObject({ progress: 'acknowledged' });
    const fallen = await assignIncident(room.as('bob'), { id, people: ['usr_cid'] });
    expect(fallen).toMatchObject({ progress: 'triggered', acknowledged_at: null });
  });

  test('by two people at once pushes one event, and a repeat none', async () => {
    const { incidentId: id } = await room.opened();
    const people = ['usr_ann', 'usr_bob'];
    await Promise.all(
      ['ann', 'bob', 'cid'].map((who) => assignIncident(room.as(who), { id, people })),
    );
    await assignIncident(room.as('ann'), { id, people: people.toReversed() });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_assign']);
  });

  test('names everybody who is no member of the tenant, and changes nothing', async () => {
    const { incidentId: id } = await room.opened();
    const people = ['usr_ann', 'usr_eve', 'nobody@acme.example', 'nul\0'];
    const call = assignIncident(room.as(), { id, people });
    const problem = await problemOf(call);
    expect(problem).toMatchObject({
      status: 422,
      pointers: ['/people/1', '/people/2', '/people/3'],
    });
    await call.catch(({ errors }) => {
      expect(errors[1]).toMatchObject({ received: 'nobody@acme.example' });
    });
    expect(await room.eventTypes(id)).toEqual(['i_new']);
  });

  test('is refused when closed, and finds nothing of another tenant', async () => {
    const { incidentId: id } = await room.opened();
    await resolveIncident(room.as(), { id });
    const people = ['usr_ann'];
    expect(await problemOf(assignIncident(room.as(), { id, people }))).toMatchObject({
      status: 409,
      code: 'incident_closed',
    });
    const foreign = await room.opened({ tenant: 'globex' });
    for (const unknown of [foreign.incidentId, 'inc_nothing']) {
      const call = assignIncident(room.as(), { id: unknown, people });
      expect(await problemOf(call)).toMatchObject({ status: 404 });
    }
    const viewer = room.as('eve', { scope: 'viewer' });
    expect(() => assignIncident(viewer, { id, people })).toThrow("scope 'responder'");
  });

  test('with an Idempotency-Key is done once, also when the member is gone since', async () => {
    const row = { tenant_id: 'ten_acme', member_id: 'usr_tmp', person_id: 9, name: 'Temp' };
    const member = { ...row, email: 'temp@acme.example', role: 'viewer' } as const;
    await room.store.db.insertInto('members').values(member).execute();
    const { incidentId: id } = await room.opened();
    const ann = room.as('ann', { key: 'assign-1' });
    const first = await assignIncident(ann, { id, people: ['usr_tmp'] });
    await room.store.db.deleteFrom('members').where('member_id', '=', 'usr_tmp').execute();
    expect(await assignIncident(ann, { id, people: ['usr_tmp'] })).toEqual(first);
    expect(await problemOf(assignIncident(ann, { id, people: ['usr_ann'] }))).toMatchObject({
      code: 'idempotency_mismatch',
    });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_assign']);
  });
});

describe('adding responders', () => {
  test('appends those who are new', async () => {
    const { incidentId: id } = await room.opened({ responders: ['ann'] });
    const people = ['usr_bob', 'usr_ann'];
    const added = await addResponders(room.as(), { id, people });
    expect(idsOf(added)).toEqual(['usr_ann', 'usr_bob']);
    await addResponders(room.as(), { id, people });
    expect(await room.eventTypes(id)).toEqual(['i_new', 'i_assign', 'i_a_rspd']);
  });

  test('by several at once loses nobody and tells of nobody twice', async () => {
    const { incidentId: id } = await room.opened();
    const wanted = [['usr_ann', 'usr_bob'], ['usr_bob', 'usr_cid'], ['usr_bob']];
    await Promise.all(wanted.map((people) => addResponders(room.as(), { id, people })));
    expect(idsOf(await getIncident(room.as(), { id })).toSorted()).toEqual([
      'usr_ann',
      'usr_bob',
      'usr_cid',
    ]);
    const told = (await room.events(id)).flatMap(({ event_type }) =>
      event_type === 'i_a_rspd' ? [event_type] : [],
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(3);
  });

  test('is refused on a merged incident', async () => {
    const change = { progress: 'closed', mergedInto: 'inc_other' } as const;
    const { incidentId: id } = await room.opened({ change });
    expect(await problemOf(addResponders(room.as(), { id, people: ['usr_ann'] }))).toMatchObject({
      code: 'incident_merged',
      extra: { merged_into: 'inc_other' },
    });
  });
});

describe('many incidents at once', () => {
  test('are assigned each on its own', async () => {
    const open = await room.opened();
    const closed = await room.opened({ change: { progress: 'closed', closedBy: 'recovery' } });
    const incidents = [open.incidentId, closed.incidentId];
    for (const command of [assignCommand, addRespondersCommand]) {
      const { data } = await bulkCommand(room.as(), {
        incidents,
        command: command({ people: ['bob@acme.example'] }),
      });
      expect(data).toMatchObject([
        { id: open.incidentId, ok: true, progress: 'triggered' },
        { id: closed.incidentId, ok: false, error: { code: 'incident_closed' } },
      ]);
    }
    expect(await room.eventTypes(open.incidentId)).toEqual(['i_new', 'i_assign']);
  });

  test('are all left alone when somebody named is no member', async () => {
    const { incidentId } = await room.opened();
    const command = assignCommand({ people: ['usr_ann', 'usr_nobody'] });
    const call = bulkCommand(room.as(), { incidents: [incidentId], command });
    expect(await problemOf(call)).toMatchObject({ status: 422, pointers: ['/people/1'] });
    expect(await room.eventTypes(incidentId)).toEqual(['i_new']);
  });
});

describe('an incident opened by hand', () => {
  test('is assigned at once to the people given', async () => {
    const people = ['usr_bob', 'cid@acme.example'];
    const opened = await openIncident(room.as('ann'), { title: 'Slow', people });
    expect(opened).toMatchObject({ progress: 'triggered', creator: { id: 'usr_ann' } });
    expect(idsOf(opened)).toEqual(['usr_bob', 'usr_cid']);
    expect(await room.eventTypes(opened.id)).toEqual(['i_new', 'i_assign']);
    const [, assigned] = await room.events(opened.id);
    expect(assigned?.actor).toMatchObject({ type: 'person', id: 'usr_ann' });
    const unknown = openIncident(room.as(), { title: 'Slow', people: ['usr_eve'] });
    expect(await problemOf(unknown)).toMatchObject({ status: 422, pointers: ['/people/0'] });
  });

  test('has the responders of its service unless people are given', async () => {
    await room.store.db
      .updateTable('services')
      .set({ responders: ['usr_gone', 'usr_cid', 'usr_ann', 'usr_eve'] })
      .where('service_id', '=', 'svc_pay')
      .execute();
    const byService = await openIncident(room.as(), { title: 'Slow', service: 'payments' });
    expect(idsOf(byService)).toEqual(['usr_cid', 'usr_ann']);
    expect(byService.assignment).toMatchObject({ type: 'assign' });
    const given = { title: 'Slow', service: 'payments', people: ['usr_bob'] };
    expect(idsOf(await openIncident(room.as(), given))).toEqual(['usr_bob']);
    const other = await openIncident(room.as(), { title: 'Slow', service: 'Web shop' });
    expect(other).toMatchObject({ responders: [], assignment: null });
  });
});
