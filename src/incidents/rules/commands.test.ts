import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../kernel/time.ts';
import { type Opening, open, reopenByAlert } from './alert-steps.ts';
import type { Actor, IncidentState, Person } from './incident.ts';
import { type Command, decide } from './lifecycle.ts';
import { begin, type Step } from './step.ts';

const NOW = 1_700_000_000_000;
const SYSTEM: Actor = { type: 'system' };

const person = (id: string): Person => ({ id, person_id: id.length, name: id, email: null });
const as = (id: string): Actor => ({ type: 'person', ...person(id) });
const [ANN, BOB, CID] = ['ann', 'bob', 'cid'].map(person) as [Person, Person, Person];

function opened(given: Partial<Opening> = {}): Step {
  return open({
    tenantId: 'ten_acme',
    incidentId: 'inc_1',
    alert: { alertId: 'alt_1', title: 'Disk full', severity: 'high' },
    actor: { type: 'integration', id: 'int_1', name: 'Prometheus' },
    now: NOW,
    title: 'Disk full',
    description: '',
    severity: 'high',
    serviceId: null,
    labels: {},
    startedAt: NOW,
    integrationId: 'int_1',
    dedupKey: 'disk',
    ruleId: null,
    groupKey: null,
    ruleName: null,
    onRecovery: 'flag',
    closeAfterMinutes: 0,
    recurrenceOf: null,
    ...given,
  });
}

/** The commands one after another, a minute apart; entries of the last one only. */
function asking(state: IncidentState, ...asked: readonly (readonly [Command, Actor?])[]): Step {
  let step = begin(state);
  for (const [index, [command, actor = as('ann')]] of asked.entries()) {
    const decision = decide(step.state, command, actor, NOW + (index + 1) * MINUTE);
    if (!decision.ok) throw new Error(decision.refusal.detail);
    step = { state: decision.state, entries: decision.entries };
  }
  return step;
}

const assign = (...people: readonly Person[]) => ({ type: 'assign', people }) as const;
const add = (...people: readonly Person[]) => ({ type: 'add_responders', people }) as const;
const acknowledge = { type: 'acknowledge' } as const;
const names = ({ state }: Step) => state.responders.map(({ id }) => id);

describe('an opening with responders', () => {
  it('assigns them right after it opened, by the hub', () => {
    const step = opened({ responders: [ANN, BOB, ANN] });
    expect(step.entries.map(({ push }) => push)).toEqual(['i_new', 'i_assign']);
    expect(step.entries[1]).toMatchObject({
      kind: 'assigned',
      actor: SYSTEM,
      detail: { type: 'assign', people: [{ id: 'ann' }, { id: 'bob' }] },
    });
    expect(step.state).toMatchObject({
      progress: 'triggered',
      assignment: { id: 'asg_1_2', type: 'assign', assigned_at: NOW },
      responders: [
        { id: 'ann', assigned_at: NOW, acknowledged_at: null },
        { id: 'bob', assigned_at: NOW, acknowledged_at: null },
      ],
    });
  });

  it('by hand is assigned by the person', () => {
    const step = opened({ actor: as('cid'), alert: null, responders: [ANN] });
    expect(step.entries[1]?.actor).toEqual(as('cid'));
    expect(step.state.creator).toEqual(CID);
  });
});

describe('assigning', () => {
  it('replaces the responders; who stays keeps time and acknowledgement', () => {
    const { state } = opened({ responders: [ANN, BOB] });
    const step = asking(state, [acknowledge], [assign(CID, ANN)]);
    expect(step.state.responders).toEqual([
      { ...CID, assigned_at: NOW + 2 * MINUTE, acknowledged_at: null },
      { ...ANN, assigned_at: NOW, acknowledged_at: NOW + MINUTE },
    ]);
    expect(step.state).toMatchObject({
      progress: 'acknowledged',
      acknowledgedAt: NOW + MINUTE,
      assignment: { type: 'reassign', assigned_at: NOW + 2 * MINUTE },
    });
  });

  it('falls back to triggered when nobody who acknowledged remains', () => {
    const { state } = opened({ responders: [ANN, BOB] });
    const step = asking(state, [acknowledge], [assign(BOB)]);
    expect(step.state).toMatchObject({ progress: 'triggered', acknowledgedAt: null });
    expect(names(step)).toEqual(['bob']);
  });

  it('keeps the acknowledgement of somebody who had not been assigned', () => {
    const step = asking(opened().state, [acknowledge], [assign(ANN)]);
    expect(step.state).toMatchObject({
      progress: 'acknowledged',
      assignment: { type: 'assign' },
      responders: [{ id: 'ann', assigned_at: NOW + 2 * MINUTE, acknowledged_at: NOW + MINUTE }],
    });
  });

  it('of the same people, in any order, is nothing new', () => {
    const { state } = opened({ responders: [ANN, BOB] });
    expect(asking(state, [assign(BOB, ANN, BOB)])).toEqual(begin(state));
  });

  it('names each assignment differently', () => {
    const { state } = opened({ responders: [ANN] });
    const second = asking(state, [assign(BOB)]);
    const third = asking(second.state, [assign(CID)]);
    const ids = [state, second.state, third.state].map(({ assignment }) => assignment?.id);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('adding responders', () => {
  it('appends those who are new and names only them', () => {
    const { state } = opened({ responders: [ANN] });
    const step = asking(state, [add(ANN, BOB, CID, BOB)]);
    expect(names(step)).toEqual(['ann', 'bob', 'cid']);
    expect(step.entries).toMatchObject([
      { kind: 'responders_added', push: 'i_a_rspd', detail: { people: [BOB, CID].map(idName) } },
    ]);
    expect(step.state.assignment).toBe(state.assignment);
  });

  it('of people who are assigned records nothing', () => {
    const { state } = opened({ responders: [ANN, BOB] });
    expect(asking(state, [add(BOB, ANN)])).toEqual(begin(state));
  });

  it('assigns whoever had only acknowledged, and makes the first assignment', () => {
    const step = asking(opened().state, [acknowledge, as('bob')], [add(BOB)]);
    expect(step.state).toMatchObject({
      progress: 'acknowledged',
      assignment: { type: 'assign', assigned_at: NOW + 2 * MINUTE },
      responders: [{ id: 'bob', assigned_at: NOW + 2 * MINUTE, acknowledged_at: NOW + MINUTE }],
    });
  });
});

describe('taking an acknowledgement back', () => {
  it('leaves who was assigned, and takes out who only acknowledged', () => {
    const { state } = opened({ responders: [ANN] });
    const acked = asking(state, [acknowledge], [acknowledge, as('bob')]);
    const left = asking(acked.state, [{ type: 'unacknowledge' }, as('bob')]);
    expect(left.state).toMatchObject({ progress: 'acknowledged', responders: [{ id: 'ann' }] });
    const none = asking(left.state, [{ type: 'unacknowledge' }]);
    expect(none.state).toMatchObject({
      progress: 'triggered',
      acknowledgedAt: null,
      responders: [{ id: 'ann', acknowledged_at: null }],
    });
  });
});

describe('a snooze', () => {
  const snoozed = asking(opened().state, [{ type: 'snooze', minutes: 30 }]);
  const until = NOW + 31 * MINUTE;

  it('says how long and until when', () => {
    expect(snoozed.state.snoozedUntil).toBe(until);
    const detail = { minutes: 30, until: new Date(until).toISOString() };
    expect(snoozed.entries).toMatchObject([{ kind: 'snoozed', push: 'i_snooze', detail }]);
  });

  it('is replaced by the next, shorter or longer', () => {
    const again = asking(snoozed.state, [{ type: 'snooze', minutes: 1 }]);
    expect(again.state.snoozedUntil).toBe(NOW + 2 * MINUTE);
    expect(again.entries).toMatchObject([{ push: 'i_snooze' }]);
  });

  it('ends by a person once, and by the timer only when it is due, without a person', () => {
    const woken = asking(snoozed.state, [{ type: 'wake' }]);
    expect(woken.entries).toMatchObject([{ kind: 'woken', push: 'i_wake', actor: as('ann') }]);
    expect(asking(woken.state, [{ type: 'wake' }])).toEqual(begin(woken.state));
    const timer = { type: 'end_snooze' } as const;
    const early = decide(snoozed.state, timer, SYSTEM, until - 1);
    expect(early).toMatchObject({ ok: true, entries: [] });
    const due = decide(snoozed.state, timer, SYSTEM, until);
    expect(due).toMatchObject({
      state: { snoozedUntil: null },
      entries: [{ kind: 'woken', push: 'i_wake', actor: SYSTEM }],
    });
  });

  it('is ended by closing, and not there after reopening', () => {
    const closed = asking(snoozed.state, [{ type: 'resolve' }]);
    expect(closed.state.snoozedUntil).toBeNull();
    const woken = decide(closed.state, { type: 'end_snooze' }, SYSTEM, until);
    expect(woken).toMatchObject({ ok: true, entries: [] });
  });
});

describe('silence', () => {
  const { state } = opened({ silenceMinutes: 10 });
  const look = (now: number, lastSeenAt: number | null, of: IncidentState = state) =>
    decide(of, { type: 'close_silent', lastSeenAt }, SYSTEM, now);

  it('closes when it has lasted, by nobody', () => {
    expect(state.silenceDueAt).toBe(NOW + 10 * MINUTE);
    expect(look(NOW + 10 * MINUTE - 1, NOW)).toEqual({ ok: true, entries: [], state });
    expect(look(NOW + 10 * MINUTE, NOW)).toMatchObject({
      state: {
        progress: 'closed',
        closedBy: 'timeout',
        closer: null,
        silenceDueAt: null,
        status: 'high',
      },
      entries: [{ push: 'i_rslv', actor: SYSTEM, detail: { from: 'timeout', minutes: 10 } }],
    });
  });

  it('begins anew with each event of an alert, which is told to nobody', () => {
    const heard = NOW + 7 * MINUTE;
    const decision = look(NOW + 12 * MINUTE, heard);
    expect(decision).toEqual({
      ok: true,
      entries: [],
      state: { ...state, silenceDueAt: heard + 10 * MINUTE },
    });
  });

  it('is looked for again after a reopen, by a person or by the sender', () => {
    const closed = asking(state, [{ type: 'resolve' }]).state;
    const byHand = asking(closed, [{ type: 'reopen', reason: 'Not yet' }]).state;
    expect(byHand.silenceDueAt).toBe(NOW + 11 * MINUTE);
    const alert = { alertId: 'alt_1', title: 'Disk full', severity: 'high' } as const;
    const again = reopenByAlert(begin(closed), alert, SYSTEM, NOW + 20 * MINUTE).state;
    expect(again.silenceDueAt).toBe(NOW + 30 * MINUTE);
  });

  it('of an incident without such a limit never closes', () => {
    const none = opened().state;
    expect(look(NOW + 1_000 * MINUTE, NOW, none)).toEqual({ ok: true, entries: [], state: none });
  });
});

describe('a reopen', () => {
  it('calls the responders again and drops all acknowledgements', () => {
    const { state } = opened({ responders: [ANN] });
    const closed = asking(state, [acknowledge], [acknowledge, as('bob')], [{ type: 'resolve' }]);
    const step = asking(closed.state, [{ type: 'reopen', reason: 'Again' }]);
    expect(step.entries.map(({ push }) => push)).toEqual(['i_reopen']);
    expect(step.state).toMatchObject({
      progress: 'triggered',
      acknowledgedAt: null,
      assignment: { type: 'reopen', assigned_at: NOW + MINUTE },
      responders: [
        { id: 'ann', assigned_at: NOW + MINUTE, acknowledged_at: null },
        { id: 'bob', assigned_at: null, acknowledged_at: null },
      ],
    });
  });
});

describe('custom fields', () => {
  const set = (customFields: Record<string, unknown>) =>
    ({ type: 'edit', fields: {}, customFields }) as const;
  const { state } = asking(opened().state, [set({ region: 'eu', tags: ['a', 'b'] })]);

  it('push one event each, with what was there before', () => {
    const { entries } = asking(state, [set({ region: 'us', tags: ['a', 'b'], ready: false })]);
    expect(entries.map(({ push, detail }) => [push, detail])).toEqual([
      ['i_r_field', { field_name: 'region', from: 'eu', to: 'us' }],
      ['i_r_field', { field_name: 'ready', to: false }],
    ]);
  });

  it('are cleared by null, once', () => {
    const cleared = asking(state, [set({ tags: null })]);
    expect(cleared.state.customFields).toEqual({ region: 'eu' });
    expect(cleared.entries[0]?.detail).toEqual({
      field_name: 'tags',
      from: ['a', 'b'],
      to: null,
    });
    expect(asking(cleared.state, [set({ tags: null })])).toEqual(begin(cleared.state));
  });
});

describe('a custom action that has run', () => {
  it('is told, also on a closed incident, and changes nothing else', () => {
    const closed = asking(opened().state, [{ type: 'resolve' }]).state;
    const ran = { type: 'run_action', actionId: 'act_1', name: 'Restart' } as const;
    const step = asking(closed, [ran]);
    const detail = { action_id: 'act_1', name: 'Restart' };
    expect(step.entries).toMatchObject([{ kind: 'action_run', push: 'i_custom', detail }]);
    const { seq, lastEventAt, lastAt, updatedAt } = step.state;
    expect(step.state).toEqual({ ...closed, seq, lastEventAt, lastAt, updatedAt });
  });
});

function idName({ id, name }: Person) {
  return { id, name };
}
